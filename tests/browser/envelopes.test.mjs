// A tender with two envelopes through the pages: notice, two seals a bid, two openings with the technical stage between them, a bidder whose price stays sealed, a verified result. Two bidders in browsers, the others through the API.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { Client, Person } from '../server/support/person.mjs';
import { newFolder } from '../server/support/server.mjs';
import { Tender, Tool } from '../server/support/tender.mjs';
import {
    addFiles, assertAccessible, assertCalm, lie, localField, person, publish, sealAndSubmit, sealFilled, signDialogue, signUp, startBrowser, startCentre, steps,
    trust, unhurried, unlockDialogue, volume,
} from './support.mjs';

const test = steps();
const slow = { timeout: 90_000 };
const supervisor = { id: '11330900MB0QY00026', name: '监督管理局' };
const names = { alpha: '浙东路桥建设有限公司', gamma: '华岭建设集团股份有限公司' };
let centre, browser, tool, tender, tenderer, alpha, gamma, beta, delta, expert, visitor, lot;
/** What beta seals, by envelope. */
const sealed = {};

before(async () => {
    [centre, browser, tool] = [await startCentre(), await startBrowser(), new Tool()];
    [tenderer, alpha, gamma, expert, visitor] = await Promise.all(Array.from({ length: 5 }, () => person(browser, centre.url)));
    await Promise.all([
        signUp(tenderer, 'tenderer', '12330900MB0QY00018', '清源市城市建设投资集团有限公司'), signUp(alpha, 'bidder', '91330900MA2QY10017', names.alpha),
        signUp(gamma, 'bidder', '91330900MA2QY10033', names.gamma), signUp(expert, 'expert', 'EXPERT-0001', '清源市评标专家库', '顾明远'),
    ]);
    [beta, delta] = await Promise.all([Person.enter(centre.url, 'bidder'), Person.enter(centre.url, 'bidder')]);
    await Promise.all([trust(alpha), trust(gamma)]);
}, { timeout: 120_000 });
after(async () => {
    await browser?.close();
    await centre?.stop();
    tool?.end();
    tender?.end();
});

const at = (path = '') => `${centre.url}/lots/${lot}${path}`;
const view = () => tender.view();
const board = () => beta.get(`/api/lots/${lot}/board`);
const own = ({ page }) => page.evaluate(async (id) => (await fetch(`/api/lots/${id}/my`)).json(), lot);
const chinese = async (page, act) => {
    await page.getByRole('button', { name: '中文' }).click();
    await act();
    await page.getByRole('button', { name: 'English' }).click();
};

/** The list finds the lot under this entry of its filter and calls it so, and not under the other. */
async function assertListed(phase, word, other) {
    const { page } = visitor;
    await page.goto(`${centre.url}/lots`);
    await page.getByLabel('Phase').selectOption(other);
    await page.getByText('No tender matches.').waitFor(slow);
    await page.getByLabel('Phase').selectOption(phase);
    await page.locator('.lot-list .tag').getByText(word, { exact: true }).waitFor(slow);
    assert.ok(page.url().endsWith(`/lots?phase=${phase}`));
}

/** The technical result for reading: those who passed and the others, each by score, whatever order the record has. */
async function assertPlaced() {
    const { page } = visitor;
    const lying = await lie(visitor.context, new RegExp(`/api/lots/${lot}$`), (text) => {
        const told = JSON.parse(text);
        const failed = told.technical.bids.find(({ rejection }) => rejection);
        const others = [['1'.repeat(32), null], ['2'.repeat(32), '29/2'], ['3'.repeat(32), '41'], ['4'.repeat(32), '29/2']];
        const bids = [...others.map(([bid, quality]) => ({ ...failed, bid, quality })), ...told.technical.bids].reverse();
        return JSON.stringify({ ...told, technical: { ...told.technical, bids } });
    });
    await page.goto(at('/result'));
    await page.getByText('Passed the technical stage (2)').waitFor(slow);
    assert.ok(lying.asked > 0);
    const rows = await page.locator('tbody tr').evaluateAll((all) => all.map(({ cells }) => [...cells].map((cell) => cell.innerText.trim())));
    const told = rows.map((cells) => (cells.length === 1 ? cells[0] : `${cells[0]} ${cells.at(-2)}`));
    assert.deepEqual(told, ['Passed the technical stage (2)', '1 47.5', '2 45', 'Did not pass the technical stage (5)', '3 41', '4 15', '5 14.5', '5 14.5', '— —']);
    lying.end();
}

async function fillTerms(page) {
    await page.getByLabel('Duration (days)').fill('360');
    await page.getByLabel('Quality standard').fill('合格');
    await page.getByLabel('Project manager').fill('陈立新');
}

async function fillPrice(page, price) {
    await page.getByLabel('Price (yuan)').fill(price);
    await page.getByLabel('Price in words').fill('');
    await page.getByRole('button', { name: 'Use these words' }).click();
    await page.getByText('Words and figures agree').waitFor();
}

async function sealTechnical({ page }, submit = sealAndSubmit) {
    await page.goto(at('/seal/1'));
    await fillTerms(page);
    await addFiles(page, [volume('plan.pdf', 30_000, 'p')]);
    return submit(page);
}

async function sealPrice({ page }, price) {
    await page.goto(at('/seal/2'));
    await fillPrice(page, price);
    await addFiles(page, [volume('bill.pdf', 9_000, 'q')]);
    return sealAndSubmit(page);
}

test('envelopes: the form offers two envelopes with who passes, names what is wrong, and says before the signature what it means', async () => {
    const { page } = tenderer;
    await page.goto(`${centre.url}/lots/new`);
    await page.locator('#publish-method').selectOption('two_envelopes');
    await page.locator('#publish-minimumTechnical').fill('70.5');
    await page.locator('#publish-mostPassing').fill('two');
    await page.locator('#publish-deadline').fill(localField(Date.now() + 3600_000));
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await page.locator('.error-summary').getByText('The minimum score is a number from 0 to 70').waitFor();
    await page.locator('.error-summary').getByText('How many pass is a whole number').waitFor();
    await page.locator('#publish-minimumTechnical').fill('42');
    await page.locator('#publish-mostPassing').fill('2');
    await assertAccessible(page);
    await page.getByRole('button', { name: 'Review and sign' }).click();
    const dialogue = page.getByRole('dialog');
    await dialogue.getByText('the price envelopes only of those who pass').waitFor();
    await dialogue.getByText('bids with at least 42 points for all sections, and of these the best 2').waitFor();
    const signed = JSON.parse(await dialogue.locator('pre').textContent());
    assert.deepEqual([signed.envelopes, signed.method.technical_stage], [2, { minimum: '42', most: 2 }]);
    await dialogue.getByRole('button', { name: 'Cancel' }).click();

    lot = await publish(tenderer, { seconds: unhurried(80, 12), minutes: 3, supervisor, method: 'two_envelopes', lock: () => page.locator('#publish-mostPassing').fill('') });
    tender = Object.assign(new Tender(), { url: centre.url, tool, lot, folder: newFolder('envelopes'), lock: {}, tenderer: beta });
    assert.deepEqual([(await view()).notice.envelopes, (await view()).notice.method.technical_stage], [2, { minimum: '42', most: null }]);
    await page.getByText('bids with at least 42 points for all sections have their price envelopes opened').waitFor();
    assert.deepEqual(await page.locator('.steps .label').allInnerTexts(),
        ['Open for bids', 'Closed', '1st opening: technical', 'Technical stage', 'Qualified', '2nd opening: prices', 'Prices announced', 'Result']);
    await assertAccessible(page);
});

test('envelopes: the technical step has no price and warns of one; alone it does not count, which stays in red until the other is in', async () => {
    const { page } = alpha;
    await page.goto(at('/seal'));
    await page.getByText("The notice's signature is valid").waitFor(slow);
    await page.locator('.notice.bad').getByText('a bid counts only once both are submitted').waitFor();
    await page.getByText('No volume of the technical envelope may contain the price').waitFor();
    assert.equal(await page.locator('#offer-price, #offer-words').count(), 0);
    await assertAccessible(page);
    await fillTerms(page);
    await addFiles(page, [volume('plan.pdf', 30_000, 'a')]);
    await sealFilled(page);
    await page.getByRole('heading', { name: 'Recovery code: Technical envelope' }).waitFor(slow);
    await page.getByLabel('I printed or wrote down').check();
    await page.getByRole('button', { name: 'Review, sign and submit' }).click(slow);
    await page.getByRole('dialog').getByText('none (it is in the price envelope)').waitFor();
    await signDialogue(page);
    await page.getByText('The receipt is valid').waitFor(slow);
    await page.locator('.notice.bad').getByText('The envelope that you submitted is valid, but your bid is incomplete and does not count yet. Missing: Price envelope.').waitFor();
    await page.locator('main .tag').getByText('Envelope in force, submission 1').waitFor();
    await page.locator('.receipt-card').getByText('Envelope submitted · ① Technical envelope').waitFor();
    await chinese(page, async () => {
        await page.locator('main .tag').getByText('本信封有效，第 1 次递交').waitFor();
        assert.doesNotMatch(await page.locator('main').innerText(), /有效投标/, 'an envelope is called no valid bid');
    });
    await assertAccessible(page);
    await page.goto(at());
    await page.locator('.notice.bad').getByText('Missing: Price envelope.').waitFor();
    await chinese(page, () => page.locator('.notice.bad').getByText('还缺报价信封').waitFor());
    assert.deepEqual(await own(alpha).then(({ bid, price_bid: price }) => [Boolean(bid), price]), [true, null]);
});

test('envelopes: the price step has the price alone; a closed tab is taken up again in the right envelope', async () => {
    await alpha.page.getByRole('link', { name: 'Seal the price envelope' }).first().click();
    await alpha.page.waitForURL(/\/seal(\/2)?$/);
    await alpha.page.getByRole('heading', { name: '② Price envelope' }).waitFor();
    assert.equal(await alpha.page.locator('#offer-days, #offer-quality, #offer-manager').count(), 0);
    await fillPrice(alpha.page, '21000000');
    await addFiles(alpha.page, [volume('bill.pdf', 9_000, 'b')]);
    await assertAccessible(alpha.page);
    await sealFilled(alpha.page);
    await alpha.page.locator('.recovery').waitFor(slow);
    await alpha.page.getByText('You may close this page').waitFor();
    alpha.priceCode = (await alpha.page.locator('.recovery').textContent()).trim();
    await alpha.page.close();

    alpha.page = await alpha.open(`/lots/${lot}/seal`);
    const { page } = alpha;
    await page.locator('.envelopes li').nth(1).getByText('Sealed, not submitted').waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByLabel('I printed or wrote down').check();
    await page.getByRole('button', { name: 'Review, sign and submit' }).click(slow);
    await unlockDialogue(page); // to read the price that was sealed
    await page.getByRole('dialog').getByText('21,000,000.00 · 贰仟壹佰万元整').waitFor();
    await signDialogue(page);
    await page.getByText('The receipt is valid').waitFor(slow);
    assert.equal(await page.locator('.notice.bad').count(), 0, 'both are in: nothing is missing');
    await page.getByRole('button', { name: 'Try it' }).click();
    await unlockDialogue(page);
    await page.getByText('at the opening it releases your part').waitFor(slow);
    const mine = await own(alpha);
    assert.notEqual(mine.bid, mine.price_bid.bid);
    assert.ok(mine.manifest && mine.price_bid.manifest);
});

test('envelopes: one is replaced, one withdrawn and submitted again, each by itself; a receipt of the other envelope is none', async () => {
    const replacing = async () => {
        const { page } = alpha;
        const { price_bid: { receipt } } = await own(alpha);
        const lying = await lie(alpha.context, /\/submissions$/, (text) => JSON.stringify({ ...JSON.parse(text), receipt }));
        await sealTechnical(alpha, async () => {
            await sealFilled(page);
            await page.getByLabel('I printed or wrote down').check(slow);
            await page.getByRole('button', { name: 'Review, sign and submit' }).click(slow);
            await signDialogue(page);
            await page.locator('.problem code').getByText('receipt_malformed · /receipt/event').waitFor(slow);
        });
        assert.equal(lying.asked, 1);
        lying.end();
        await page.goto(at('/seal/1'));
        await page.getByRole('button', { name: 'Discard and seal anew' }).click();
        await page.locator('#offer-days').waitFor();
        await sealTechnical(alpha);
        await page.getByText('In force, submission 3').waitFor();
    };
    const withdrawing = async () => {
        const { page } = gamma;
        gamma.technicalCode = await sealTechnical(gamma);
        gamma.withdrawnCode = await sealPrice(gamma, '12345678');
        await page.getByRole('button', { name: 'Withdraw this envelope' }).click();
        await page.getByRole('dialog').getByText('the other one alone does not count').waitFor();
        await signDialogue(page);
        await page.locator('.notice.bad').getByText('Missing: Price envelope.').waitFor();
        const { bid, price_bid: price } = await own(gamma);
        await sealPrice(gamma, '12345678');
        const again = await own(gamma);
        assert.deepEqual([again.bid, again.price_bid.bid === price.bid], [bid, false], 'a withdrawn envelope begins anew, the other one stays');
    };
    const others = async () => {
        sealed[1] = await tender.submit(beta, { envelope: 1 });
        sealed[2] = await tender.submit(beta, { envelope: 2, price: '20000000.00' });
        await tender.submit(delta, { envelope: 1 });
    };
    await Promise.all([replacing(), withdrawing(), others()]);
    await alpha.page.goto(at());
    await alpha.page.getByRole('link', { name: 'Receipt, technical' }).waitFor();
    await alpha.page.getByRole('link', { name: 'Receipt, price' }).waitFor();
    assert.equal(await alpha.page.locator('.notice.bad').count(), 0);
});

test('envelopes: in the first opening a server that asks for the price envelope instead is refused, and nothing leaves the page', async () => {
    await tenderer.page.goto(at());
    await tenderer.page.getByRole('button', { name: 'Start the first opening' }).click({ timeout: 500_000 });
    await signDialogue(tenderer.page);
    const { my_price_bid: price } = await alpha.page.evaluate(async (id) => (await fetch(`/api/lots/${id}`)).json(), lot);
    const lying = await lie(alpha.context, new RegExp(`/api/lots/${lot}$`), (text) => {
        const told = JSON.parse(text);
        return JSON.stringify({ ...told, my_bid: told.my_price_bid, notice: { ...told.notice, envelopes: 1 } });
    });
    const sent = [];
    alpha.page.on('request', (request) => request.url().endsWith('/releases') && sent.push(request.url()));
    await alpha.page.goto(at('/opening'));
    await alpha.page.getByRole('button', { name: 'Release my bid' }).click();
    await alpha.page.getByText('What the server asks for is not of the envelope that is opened now.').waitFor(slow);
    await alpha.page.getByText('Nothing was released: a check failed.').waitFor();
    assert.ok(lying.asked > 0);
    lying.end();
    assert.deepEqual(sent, []);
    assert.equal((await own(alpha)).price_bid.bid, price.bid);
    assert.equal((await own(alpha)).price_bid.released, false);
});

test('envelopes: the receipt of an envelope whose other one was missing at the deadline calls it no valid bid', async () => {
    const { page } = alpha;
    const { bid } = await own(alpha);
    const lying = await lie(alpha.context, new RegExp(`/api/lots/${lot}$`), (text) => JSON.stringify({ ...JSON.parse(text), my_price_bid: null }));
    await page.goto(at(`/receipts/${bid}`));
    await page.locator('main .tag').getByText('Counts as withdrawn').waitFor(slow);
    await page.getByText('Missing at the deadline: Price envelope.').waitFor();
    assert.equal(await page.getByText('in force, submission').count(), 0);
    assert.ok(lying.asked > 0);
    lying.end();
});

test('envelopes: the first opening opens the technical ones, without a price; an incomplete bid is not among them', async () => {
    const { page } = alpha;
    await page.goto(at(`/receipts/${(await own(alpha)).price_bid.bid}`)); // where a bidder waits who sealed the price last
    await page.getByText('The technical envelopes are being opened').waitFor(slow);
    await page.getByRole('link', { name: 'Release my technical envelope' }).click();
    await page.getByRole('heading', { name: 'It is your turn (Technical envelope)' }).waitFor();
    await page.getByRole('button', { name: 'Release my bid' }).click();
    await unlockDialogue(page);
    await page.getByText('Your price envelope stays sealed.').waitFor(slow);
    await gamma.page.goto(at('/opening'));
    await gamma.page.getByRole('button', { name: 'Use the recovery code instead' }).click();
    await gamma.page.getByLabel('Recovery code (Technical envelope)').fill(gamma.withdrawnCode);
    await gamma.page.getByRole('button', { name: 'Release my bid' }).click();
    const mistaken = gamma.page.locator('.problem');
    await mistaken.getByText('This is not the recovery code of your last submission').waitFor(slow);
    await mistaken.getByText('with two envelopes, with the one of this envelope').waitFor();
    assert.equal((await own(gamma)).released, false);
    await gamma.page.getByLabel('Recovery code (Technical envelope)').fill(gamma.technicalCode);
    await gamma.page.getByRole('button', { name: 'Release my bid' }).click();
    await gamma.page.getByText('all technical envelopes are announced together').first().waitFor(slow);
    await visitor.page.goto(at('/opening'));
    const anybody = new Client(centre.url);
    await anybody.begin();
    assert.equal((await tender.release(anybody, sealed[2])).status, 409, 'no price envelope is taken now');
    await tender.release(anybody, sealed[1]);
    await visitor.page.getByRole('heading', { name: 'First opening: technical envelopes' }).waitFor(slow);
    await assertListed('announced.1', 'Technical announced', 'announced');
    await visitor.page.goto(at('/opening'));
    await visitor.page.locator('td').getByText('Opened').first().waitFor(slow);
    assert.equal(await visitor.page.getByRole('columnheader', { name: 'Price (yuan)' }).count(), 0);
    assert.deepEqual((await board()).rows.map(({ state, price }) => [state, price]), Array(3).fill(['opened', null]));
    await chinese(visitor.page, () => visitor.page.getByText('第一次开标只开启技术信封，不公布报价').waitFor());
    await assertAccessible(visitor.page);
});

test('envelopes: an expert scores the technical envelopes without any price; one bid stays below the minimum', async () => {
    await tenderer.page.goto(at());
    await tenderer.page.getByRole('button', { name: 'Appoint the committee' }).click();
    const form = tenderer.page.locator('kb-appoint');
    while ((await form.getByRole('button', { name: 'Remove' }).count()) > 1) await form.getByRole('button', { name: 'Remove' }).last().click();
    await form.getByRole('button', { name: 'Review and sign' }).click();
    await signDialogue(tenderer.page);
    await form.waitFor({ state: 'detached', ...slow });

    const { page } = expert;
    await trust(expert);
    await page.goto(at('/score'));
    await page.getByText('These are the technical envelopes, without prices').waitFor(slow);
    const failing = (await board()).rows.findIndex(({ bidder }) => bidder.name === names.gamma);
    for (const table of await page.locator('.score-table').all()) {
        for (const row of await table.locator('tbody tr').all()) {
            for (const [column, cell] of (await row.locator('td').all()).entries()) {
                if (await cell.locator('select').count()) await cell.locator('select').selectOption('pass');
                else await cell.locator('input').fill(column === failing ? '3' : column === 0 ? '9' : '9.5');
            }
        }
    }
    assert.ok(!/\d,\d{3}/.test(await page.locator('main').innerText()), 'no amount anywhere');
    await page.getByText('plan.pdf').first().waitFor(slow);
    await assertAccessible(page);
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await signDialogue(page);
    await page.getByText('You have signed your sheet').waitFor(slow);
});

test('envelopes: the tenderer reads who passes and why another does not, and signs that', async () => {
    const { page } = tenderer;
    await page.goto(at());
    await page.getByRole('link', { name: 'Sign who passed', exact: true }).click();
    await page.locator('.problem').getByText('No trust anchor was given to check against.').waitFor(slow); // the sheets are verified, not believed
    await trust(tenderer);
    await page.goto(at('/result'));
    await page.getByRole('heading', { name: 'Who passes by the rules (to be signed)' }).waitFor(slow);
    const failed = page.getByRole('row').filter({ hasText: names.gamma });
    await failed.getByText('Did not pass').waitFor();
    await failed.getByText('Below the minimum score').waitFor();
    await assertAccessible(page);
    await page.getByRole('button', { name: 'Sign who passed' }).click();
    await page.getByRole('dialog').getByText('Who passed cannot be changed afterwards').waitFor();
    await page.getByRole('dialog').getByText(`${names.gamma} · 15 · Below the minimum score`).waitFor();
    await signDialogue(page);
    await page.getByRole('link', { name: 'To the lot page: start the second opening (prices)' }).waitFor(slow);
    await page.getByRole('heading', { name: 'Technical result', exact: true }).waitFor(slow);
    assert.equal((await tender.phase('qualified')).technical.passing.length, 2);
    await assertListed('qualified', 'Qualified', 'announced.1');
    await assertPlaced();
    await visitor.page.goto(at('/opening'));
    await visitor.page.locator('td').getByText('Stays sealed').waitFor(slow);
    await assertAccessible(visitor.page);
});

test('envelopes: who did not pass is told that its price stays sealed and has nothing to release, even where the server says otherwise', async () => {
    const { page } = gamma;
    await page.goto(at());
    await page.getByText('Your bid did not pass the technical stage.').waitFor(slow);
    await tenderer.page.goto(at());
    await tenderer.page.getByRole('button', { name: 'Start the second opening' }).click();
    await signDialogue(tenderer.page);
    await tender.phase('opening');
    await page.goto(at('/opening'));
    await page.getByText('it stays sealed, and its price is not announced').waitFor(slow);
    assert.equal(await page.getByRole('button', { name: 'Release my bid' }).count(), 0);
    await chinese(page, () => page.getByText('您的报价信封不予开启').waitFor());
    await assertAccessible(page);
    const { bid } = await own(gamma);
    const lying = await lie(gamma.context, new RegExp(`/api/lots/${lot}$`), (text) => {
        const told = JSON.parse(text);
        return JSON.stringify({ ...told, technical: { ...told.technical, passing: [...told.technical.passing, bid] } });
    });
    await page.reload();
    await page.getByRole('button', { name: 'Release my bid' }).click();
    await page.getByText('By the technical result that the tenderer signed, your bid did not pass').waitFor(slow);
    assert.ok(lying.asked > 0);
    lying.end();
    assert.equal((await own(gamma)).price_bid.released, false);
});

test('envelopes: the second opening announces the prices of those who passed, together, and no other', async () => {
    const { page } = alpha;
    await page.goto(at('/opening'));
    await page.getByRole('button', { name: 'Use the recovery code instead' }).click();
    await page.getByLabel('Recovery code (Price envelope)').fill(alpha.priceCode);
    await page.getByRole('button', { name: 'Release my bid' }).click();
    await page.getByText('When the others are done').waitFor(slow);
    await assertAccessible(page);
    await tender.release(beta, sealed[2]);
    await page.getByRole('heading', { name: 'Second opening: prices' }).waitFor(slow);
    await page.getByText('21,000,000.00').first().waitFor(slow);
    await page.getByText('20,000,000.00').first().waitFor();
    await page.getByRole('row').filter({ hasText: names.gamma }).getByText('Stays sealed').waitFor();
    await assertListed('announced', 'Prices announced', 'announced.1');
    const { rows, counts } = await board();
    assert.deepEqual(rows.map(({ price }) => price ?? null).sort(), ['20000000.00', '21000000.00', null]);
    assert.equal(counts.unopened, 1);
    assert.ok(!JSON.stringify(rows).includes('12345678'));
    await chinese(page, () => page.locator('td').getByText('不予开启').first().waitFor());
    await assertAccessible(page);
});

test('envelopes: the tenderer signs the result, which shows both stages', async () => {
    const { page } = tenderer;
    await page.goto(at());
    await page.getByRole('link', { name: 'Sign the result', exact: true }).click();
    await page.getByRole('button', { name: 'Sign the result' }).click(slow);
    await signDialogue(page);
    await page.getByRole('heading', { name: 'Ranking' }).waitFor(slow);
    await page.getByText('First candidate').waitFor();
    await page.getByRole('heading', { name: 'Technical result', exact: true }).waitFor();
    assert.equal(await page.getByRole('row').filter({ hasText: names.gamma }).getByText('Below the minimum score').count(), 2, 'in both tables');
    await assertAccessible(page);
    await page.goto(at());
    await assertAccessible(page);
});

test('envelopes: anybody verifies it; the price that was not opened is in no part of the bundle', async () => {
    const { page } = visitor;
    await trust(visitor);
    await page.goto(`${centre.url}/verify/${lot}`);
    await page.getByText('Passed: the result is exactly').waitFor(slow);
    await page.getByRole('row').filter({ hasText: names.gamma }).getByText('Stays sealed').waitFor();
    await page.getByText('21,000,000.00').waitFor();
    await assertAccessible(page);
    await page.getByRole('button', { name: 'Change a single bit' }).click();
    await page.getByText('The check failed').waitFor(slow);
    assertCalm(tenderer, alpha, gamma, expert, visitor);
});
