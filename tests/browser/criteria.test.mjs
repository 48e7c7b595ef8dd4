// A lot whose method has every kind of criterion, a benchmark price, weighted groups and a chair: it is shown in words, its committee is appointed, an expert counts and looks up in the browser, and the result follows.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { Client, Person } from '../server/support/person.mjs';
import { Tender, Tool } from '../server/support/tender.mjs';
import { assertAccessible, assertCalm, lie, person, signDialogue, signUp, startBrowser, startCentre, steps, trust } from './support.mjs';

const test = steps();
const slow = { timeout: 60_000 };
const expertId = 'EXPERT-0001';
const tendererId = '12330900MB0QY00018', supervisorId = '11330900MB0QY00026';
let centre, browser, tool, tender, tenderer, expert, visitor, bidders, rows;
const bids = [];

const number = { maximum: '10', minimum: '0', step: '0.5' };
const title = (zh, en) => ({ zh, en });
const criterion = (key, name, rule) => ({ clause: '', guidance: title('', ''), judgement: 'objective', key, title: name, rule });
const item = (key, name, points, most) => ({ key, most, points, title: name });
const criteria = [
    criterion('added', title('业绩', 'Record'), { base: '1', items: [item('prize', title('获奖', 'Prizes'), '1.5', 4), item('patent', title('专利', 'Patents'), '2', 3)], kind: 'additive', maximum: '10' }),
    criterion('deducted', title('偏差', 'Deviations'), { items: [item('fault', title('一般偏差', 'Minor deviation'), '2.5', 4)], kind: 'deduction', maximum: '10', minimum: '0' }),
    criterion('looked-up', title('保修年限', 'Warranty'), { kind: 'table', number, rows: [{ from: '0', score: '0' }, { from: '2.5', score: '5' }] }),
    criterion('computed', title('响应时间', 'Response'), { expression: 'points * x / 10', kind: 'formula', maximum: '5', minimum: '0', number, rounding: { mode: 'half_up', places: 2 } }),
];
const method = (given) => ({
    ...given,
    gate_tie: 'chair', aggregation: { kind: 'weighted_mean', trim_from: null, weights: [{ group: 'expert', weight: 2 }, { group: 'owner', weight: 1 }] },
    points: '70', ranking: ['total', 'price', 'draw'],
    price: { above: '1', below: '0.5', ceiling_weight: '0', kind: 'benchmark', points: '40', reduction: '2', second: 'none', trim: { from: 0, highest: 0, lowest: 0, outside: null } },
    rounding: { criterion: null, evaluated_price: null, price_score: { mode: 'half_up', places: 2 }, section: null, total: null, benchmark: { mode: 'half_up', places: 2 } },
    sections: [{ criteria, key: 'counted', kind: 'commercial', points: '30', title: title('客观分', 'Objective part') }],
});

before(async () => {
    [centre, browser, tool] = [await startCentre(), await startBrowser(), new Tool()];
    expert = await person(browser, centre.url);
    await signUp(expert, 'expert', expertId, '清源市评标专家库', '顾明远');
    visitor = await person(browser, centre.url, { language: 'zh', width: 390 });
    tenderer = await person(browser, centre.url);
    await signUp(tenderer, 'tenderer', tendererId, '清源市城市建设投资集团有限公司');
    const [publisher, supervisor] = [await Person.enter(centre.url, 'tenderer', tendererId), await Person.enter(centre.url, 'supervisor', supervisorId)];
    tender = await Tender.publish(centre.url, tool, 8, { method, window: 20_000, tenderer: publisher, supervisor });
    bidders = await Promise.all([0, 1, 2].map(() => Person.enter(centre.url, 'bidder')));
    for (const bidder of bidders) bids.push(await tender.submit(bidder));
}, { timeout: 120_000 });
after(async () => {
    await browser?.close();
    await centre?.stop();
    tool?.end();
    tender?.end();
});

/** From the deadline to the announcement; releasing needs no account. */
async function announce(lot, sealed) {
    await lot.phase('closed', 30);
    await lot.act(lot.tenderer, 'open');
    const anybody = new Client(centre.url);
    await anybody.begin();
    for (const bid of sealed) await lot.release(anybody, bid);
    await lot.phase('announced', 40);
}

test('criteria: the rules for price and criteria are told in words, in both languages', async () => {
    const { page } = visitor;
    await page.goto(`${centre.url}/lots/${tender.lot}`);
    await page.getByText('综合评估法：价格满分 40 分，评标基准价由各有效报价算出（下浮 2%）').waitFor(slow);
    await page.getByText('基础 1 分，获奖 +1.5；专利 +2，最高 10 分').waitFor();
    await page.getByText('满分 10 分，一般偏差 −2.5，最低 0 分').waitFor();
    await page.getByText('按客观数值查表得分（≥ 0：0；≥ 2.5：5）').waitFor();
    await page.getByText('评委评分按组加权平均：专家组 × 2、业主代表组 × 1。通过与不通过票数相等时，由评标委员会负责人决定。').waitFor();
    await assertAccessible(page);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('an objective number x (0–10) in the formula points * x / 10, 0–5 points').waitFor();
    await page.getByRole('button', { name: '中文' }).click();
});

test('criteria: nothing is signed before there is a committee, and whoever does not belong on it is refused at the field', async () => {
    await announce(tender, bids);
    ({ rows } = await tender.tenderer.get(`/api/lots/${tender.lot}/board`));

    const { page } = tenderer;
    await page.goto(`${centre.url}/lots/${tender.lot}/result`);
    await page.getByText('Waits for the committee').waitFor(slow);
    await page.goto(`${centre.url}/lots/${tender.lot}`);
    await page.locator('.task-list').getByText('Waits for the committee').waitFor();
    assert.equal(await page.getByRole('link', { name: 'Sign the result' }).count(), 0);
    await page.getByRole('button', { name: 'Appoint the committee' }).click();
    const form = page.locator('kb-appoint');
    const enter = async (id, name) => {
        await form.getByLabel('Id').fill(id);
        await form.getByLabel('Name').fill(name);
        await form.getByRole('button', { name: 'Add' }).click();
    };
    while (await form.getByRole('button', { name: 'Remove' }).count()) await form.getByRole('button', { name: 'Remove' }).first().click();
    await form.getByRole('button', { name: 'Review and sign' }).click();
    await form.locator('#member-list .error').getByText('Add at least one member').waitFor();
    await form.locator('#member-chair-error').getByText('Choose the chair').waitFor();
    await enter('', '');
    await form.locator('#member-id-error').getByText("Fill in: the member's id").waitFor();
    await form.locator('#member-name-error').getByText("Fill in: the member's name").waitFor();
    await enter(expertId, '顾明远');
    for (const [id, why] of [[expertId, 'is on the list already'], [supervisorId, 'The supervisor cannot'], [tendererId, 'The tenderer cannot be an expert'], [bidders[0].id, 'A bidder cannot']]) {
        await enter(id, '某某');
        await form.locator('#member-id-error').getByText(why).waitFor();
    }
    assert.equal(await form.getByRole('button', { name: 'Remove' }).count(), 1);
    await form.getByRole('button', { name: 'Review and sign' }).click();
    await form.locator('#member-id-error').getByText('This member is not on the list yet').waitFor();
    await assertAccessible(page);
});

test('criteria: the committee has a chair and everybody a group where the method asks for them', async () => {
    const { page } = tenderer;
    const form = page.locator('kb-appoint');
    for (const label of ['Id', 'Name']) await form.getByLabel(label).fill('');
    await form.getByRole('button', { name: 'Review and sign' }).click();
    await form.locator('#member-group-0-error').getByText('Choose the group of 顾明远').waitFor();
    await form.getByLabel('Group of 顾明远').selectOption({ label: "Tenderer's side (weight 1)" });
    await form.getByLabel('Chair').selectOption({ label: `顾明远 (${expertId})` });
    await assertAccessible(page);
    await form.getByRole('button', { name: 'Review and sign' }).click();
    await page.getByRole('dialog').getByText("Expert · Chair · Tenderer's side").waitFor();
    await signDialogue(page);
    await page.locator('.task-list').getByText('Waits for the score sheets: 0 of 1').waitFor(slow);
    assert.deepEqual((await tender.view()).committee.map(({ id, chair, group }) => [id, chair, group]), [[expertId, true, 'owner']]);
});

test('criteria: an expert counts and enters numbers; what is open or out of range is named at its place', async () => {
    const { page } = expert;
    await trust(expert);
    await page.goto(`${centre.url}/lots/${tender.lot}/score`);
    const cells = page.locator('.score-table input');
    await cells.first().waitFor(slow);
    assert.equal(await cells.count(), 5 * 3, 'two counts, one count, two numbers for each bid');
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await page.locator('.error-summary').getByText('Record: not scored yet: 3').waitFor();
    for (const cell of await cells.all()) await cell.fill('1');
    await cells.first().fill('5');
    await page.locator('.error-summary').getByText(/^Record · Prizes · .*: .*0.*4/).waitFor();
    await cells.first().fill('1.5');
    await page.locator('.error-summary').getByText('must be a whole number from 0 to 4').waitFor();
    for (const wrong of ['-1', 'abc', '11']) {
        await cells.nth(9).fill(wrong);
        const told = await cells.nth(9).getAttribute('aria-describedby');
        assert.equal(await page.locator(`[id="${told}"]`).innerText(), 'must be a number from 0 to 10 in steps of 0.5', wrong);
    }
    await assertAccessible(page);
    await cells.nth(9).fill('1');
    await cells.first().fill('4');
    assert.equal(await page.locator('.error-summary').count(), 0);
    await assertAccessible(page);
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await page.getByRole('dialog').getByText('Record Prizes × 4, Patents × 1 · Deviations Minor deviation × 1 · Warranty 1 · Response 1').waitFor();
    await signDialogue(page);
    await page.getByText('You have signed your sheet').waitFor(slow);
});

test('criteria: the result is that of the rules, and the page has a column for what they give', async () => {
    const outcome = await tender.tenderer.get(`/api/lots/${tender.lot}/outcome`);
    await tender.act(tender.tenderer, 'result', { outcome: outcome.digest });
    const { page } = visitor;
    await page.setViewportSize({ width: 1280, height: 900 });
    const lying = await lie(visitor.context, /\/grid$/, (text) => {
        const grid = JSON.parse(text);
        const finding = { kind: 'winner_depends_on_expert', bid: null, criterion: null, expert: expertId, error: null, numbers: [] };
        return JSON.stringify({ ...grid, checks: { concordance: null, findings: [finding] } });
    });
    await page.goto(`${centre.url}/lots/${tender.lot}/result`);
    await page.getByRole('columnheader', { name: '价格分' }).waitFor(slow);
    await page.getByRole('columnheader', { name: '总分' }).waitFor();
    await page.getByText('去掉 顾明远 的评分，将没有第一名：没有投标能够进入排名').waitFor();
    assert.ok(lying.asked > 0);
    // 1 + 4 × 1.5 + 1 × 2 = 9; 10 − 2.5 = 7.5; below 2.5 years nothing; 5 × 1 / 10 = 0.5. The others: 1 + 1.5 + 2 = 4.5.
    const quality = outcome.outcome.bids.map(({ sections }) => sections[0].exact).sort();
    assert.deepEqual(quality, ['17', '25/2', '25/2']);
    assertCalm(expert, tenderer, visitor);
    assert.equal(rows.length, 3);
});

test('criteria: where nothing is scored, nobody is told to wait for a committee', async () => {
    const plain = (given) => ({
        ...given, points: '0', ranking: ['evaluated_price', 'draw'], sections: [], price: { kind: 'lowest_evaluated', minimum_price: null },
        rounding: { criterion: null, evaluated_price: null, price_score: null, section: null, total: null },
    });
    const lowest = await Tender.publish(centre.url, tool, 8, { method: plain, window: 20_000, tenderer: tender.tenderer, supervisor: tender.supervisor });
    const theirs = [];
    for (const bidder of bidders) theirs.push(await lowest.submit(bidder));
    await announce(lowest, theirs);
    const { page } = tenderer;
    await page.goto(`${centre.url}/lots/${lowest.lot}`);
    await page.getByText('The result follows from the prices alone; the tenderer signs it').waitFor(slow);
    await page.locator('.task-list').getByText('Review the result, which follows from the prices').waitFor();
    assert.equal(await page.getByText('The committee scores and signs').count(), 0);
    lowest.end();
});
