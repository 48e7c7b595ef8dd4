/** The invented people and projects of the demo city, for forms that a visitor should not have to think up. */
export interface TrialProject {
    code: string;
    name: { zh: string; en: string };
    title: { zh: string; en: string };
    kind: string;
    region: string;
    industry: string;
    ceiling: string;
}

export const trialSupervisor = { id: '11330900MB0QY00026', name: '清源市公共资源交易监督管理局' };

export const trialExperts = [
    { id: 'EXPERT-0001', name: '顾明远' }, { id: 'EXPERT-0002', name: '沈雅琴' }, { id: 'EXPERT-0003', name: '许建国' },
    { id: 'EXPERT-0004', name: '罗佩珊' }, { id: 'EXPERT-0005', name: '方致和' },
];

const projects: TrialProject[] = [
    {
        code: 'QY-2026-0145', name: { zh: '文昌路农贸市场改造工程', en: 'Wenchang Road market refurbishment' },
        title: { zh: '施工总承包', en: 'General contracting' }, kind: 'works', region: '清源市', industry: '房屋建筑', ceiling: '9860000.00',
    },
    {
        code: 'QY-2026-0148', name: { zh: '北环线路面大修工程', en: 'North Ring resurfacing' },
        title: { zh: '施工标段 II：K3+200 至 K7+900', en: 'Construction lot II, K3+200–K7+900' }, kind: 'works', region: '清源市', industry: '市政', ceiling: '23450000.00',
    },
    {
        code: 'QY-2026-0152', name: { zh: '青溪县第二人民医院发热门诊楼', en: 'Fever clinic, Second Hospital of Qingxi' },
        title: { zh: '施工总承包', en: 'General contracting' }, kind: 'works', region: '青溪县', industry: '房屋建筑', ceiling: '17200000.00',
    },
];

export function someTrialProject(): TrialProject {
    return projects[Math.floor(Math.random() * projects.length)]!;
}
