// Why something is not accepted: a name of the error table, and where.

export class Refusal extends Error {
    constructor(error, place = '') {
        super(place === '' ? error : `${error} at ${place}`);
        this.error = error;
        this.place = place;
    }
}

export function refuse(error, place = '') {
    throw new Refusal(error, place);
}

/** The refusal in `action`, or null. */
export function refusalOf(action) {
    try {
        action();
        return null;
    } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return error;
    }
}

/** Runs `action`; a refusal in it gets `place` in front of its own. */
export function at(place, action) {
    try {
        return action();
    } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        throw new Refusal(error.error, error.place === '' ? place : `${place} ${error.place}`);
    }
}
