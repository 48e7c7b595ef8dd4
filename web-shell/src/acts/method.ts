/** The evaluation methods that the form offers, as data (docs/formats/method.md). */
import type { Criterion, Method, Section, TechnicalStage } from '../api/types';
import type { LocalText } from '../base/messages';

const text = (zh: string, en: string): LocalText => ({ zh, en });
const rounding = { mode: 'half_up', places: 2 };

function gate(key: string, title: LocalText, clause: string): Criterion {
    return { key, title, clause, guidance: text('', ''), judgement: 'objective', rule: { kind: 'gate' } };
}

function points(key: string, title: LocalText, maximum: string, guidance: LocalText, clause: string): Criterion {
    return { key, title, clause, guidance, judgement: 'subjective', rule: { kind: 'free', minimum: '0', maximum, step: '0.5' } };
}

function section(key: string, kind: string, title: LocalText, total: string, criteria: Criterion[]): Section {
    return { key, kind, title, points: total, criteria };
}

/** 综合评分法: price 30, commercial 20, technical 50. */
export function comprehensiveMethod(ceiling: string | null): Method {
    return {
        label: 'kaibiao/method/v1',
        adjustments: [],
        aggregation: { kind: 'mean', trim_from: null },
        candidates: 3,
        ceiling,
        points: '100',
        price: { kind: 'low_price', points: '30' },
        ranking: ['total', 'price', 'technical', 'draw'],
        rounding: { criterion: rounding, evaluated_price: null, price_score: rounding, section: null, total: rounding },
        sections: [
            section('preliminary', 'preliminary', text('初步评审', 'Preliminary review'), '0', [
                gate('form', text('形式评审', 'Form'), '第三章 2.1.1'),
                gate('qualification', text('资格评审', 'Qualification'), '第三章 2.1.2'),
            ]),
            section('commercial', 'commercial', text('商务部分', 'Commercial part'), '20', [
                points('record', text('类似工程业绩', 'Similar works'), '10', text('近三年每个类似工程 2.5 分', '2.5 for each similar work of three years'), '第三章 2.2.4(3)'),
                points('manager', text('项目经理', 'Project manager'), '10', text('职称、业绩、答辩', 'Grade, record, interview'), '第三章 2.2.4(2)'),
            ]),
            section('technical', 'technical', text('技术部分', 'Technical part'), '50', [
                points('plan', text('施工组织设计', 'Construction plan'), '20', text('完整、可行、有针对性', 'Complete, feasible, specific'), '第三章 2.2.4(1)'),
                points('quality', text('质量与安全措施', 'Quality and safety'), '15', text('体系健全、措施具体', 'Sound system, concrete measures'), '第三章 2.2.4(1)'),
                points('schedule', text('进度计划', 'Schedule'), '15', text('关键线路清晰、资源匹配', 'Clear critical path, fitting resources'), '第三章 2.2.4(1)'),
            ]),
        ],
    };
}

/** What the commercial and technical parts of the method above give at most. */
export const qualityPoints = 70;

/** 双信封综合评分法: the same points, but prices are opened only of those who pass the technical stage. */
export function twoEnvelopesMethod(ceiling: string | null, stage: TechnicalStage): Method {
    return { ...comprehensiveMethod(ceiling), technical_stage: stage };
}

/** 经评审的最低投标价法. */
export function lowestMethod(ceiling: string | null): Method {
    return {
        label: 'kaibiao/method/v1',
        adjustments: [],
        aggregation: { kind: 'mean', trim_from: null },
        candidates: 3,
        ceiling,
        points: '0',
        price: { kind: 'lowest_evaluated', minimum_price: null },
        ranking: ['evaluated_price', 'draw'],
        rounding: { criterion: null, evaluated_price: null, price_score: null, section: null, total: null },
        sections: [],
    };
}
