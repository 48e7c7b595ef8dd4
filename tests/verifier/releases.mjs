// Courses in which the two events of a release do not stand together, or a withheld one stands where no release can be.

import { Course } from './scenarios.mjs';

const sheets = 'bid.sheet_released';
const volumes = 'bid.volumes_released';

const withhold = (event) => Object.assign(event, { payload: null, salt: null });

function move(course, event, target) {
    course.drop((one) => one === event);
    course.insertAfter(target, event);
    event.header.stamp = target.header.stamp;
}

const breaks = {
    'without its second event': (course) => course.drop((event) => event === course.first(volumes)),
    'with its second event after the next release': (course) => move(course, course.first(volumes), course.all(sheets)[1]),
    'with its second event at another stamp': (course) => { course.first(volumes).header.stamp = course.all(sheets)[1].header.stamp; },
    'withheld, with a stamp that goes back': (course) => { withhold(course.first(volumes)).header.stamp = course.lotEvents[0].header.stamp; },
    'withheld, before the close': (course) => move(course, withhold(course.first(volumes)), course.lotEvents[0]),
    'withheld, behind the result': (course) => move(course, withhold(course.first(volumes)), course.first('lot.result')),
    'withheld, twice': (course) => {
        const event = withhold(course.first(volumes));
        course.insertAfter(event, { ...event, hash: 'again', header: { ...event.header } });
    },
};

/** {what is wrong with a release: model}. */
export function brokenReleases(model) {
    return Object.fromEntries(Object.entries(breaks).map(([name, act]) => {
        const course = new Course(model);
        act(course);
        return [name, course.settle()];
    }));
}
