// One tender in which a bidder and an expert have nothing but a phone, and another bidder and expert no mouse.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import {
    addFiles, assertAccessible, assertCalm, fillOffer, inspect, passphrase, person, publish, saved, sealAndSubmit, signDialogue, signUp,
    startBrowser, startCentre, steps, tabTo, trust, unhurried, unlockDialogue, volume,
} from './support.mjs';

const slow = { timeout: 90_000 };
const supervisor = { id: '11330900MB0QY00026', name: '清源市公共资源交易监督管理局' };
const phone = { width: 390, touch: true };
const members = [['EXPERT-0001', '顾明远'], ['EXPERT-0002', '沈雅琴']];
let centre, browser, tenderer, handy, typist, handyExpert, typistExpert, lot, receipt;

before(async () => {
    centre = await startCentre();
    browser = await startBrowser();
    [tenderer, handy, typist, handyExpert, typistExpert] = await Promise.all(
        [{}, phone, {}, phone, {}].map((kind) => person(browser, centre.url, kind)));
}, slow);
after(async () => {
    await browser?.close();
    await centre?.stop();
});

const test = steps();
const tap = (page, role, name) => page.getByRole(role, { name, exact: true }).first().tap(slow);

async function press(page, locator, key = 'Enter') {
    await tabTo(page, locator);
    await page.keyboard.press(key);
}

/** Types the passphrase where the focus must be already, and answers the dialogue. */
async function answerByKeys(page) {
    const dialogue = page.getByRole('dialog');
    await dialogue.waitFor(slow);
    await tabTo(page, dialogue.getByLabel('Passphrase of the key'));
    await page.keyboard.insertText(passphrase);
    await page.keyboard.press('Enter');
    await dialogue.waitFor({ state: 'hidden', ...slow });
}

/** Nothing sticks out of the page nor of any part that could be scrolled sideways by itself. */
async function assertFits(page) {
    assert.deepEqual(await inspect(page), { overflow: 0, serious: [] });
    const wide = await page.evaluate(() => [...document.querySelectorAll('main *')]
        .filter((element) => element.scrollWidth > element.clientWidth + 1 && !['visible', 'hidden', 'clip'].includes(getComputedStyle(element).overflowX))
        .map((element) => `${element.localName}.${element.className} ${element.scrollWidth} > ${element.clientWidth}`));
    assert.deepEqual(wide, []);
    const outside = await page.evaluate(() => [...document.querySelectorAll('main :is(input, select, button, td, th, label)')]
        .filter((element) => element.getClientRects().length > 0 && element.getBoundingClientRect().width > 1 && element.getBoundingClientRect().right > innerWidth + 1)
        .map((element) => element.outerHTML.slice(0, 80)));
    assert.deepEqual(outside, []);
}

test('phone: a bidder makes a key, logs out and logs in again with its passphrase', async () => {
    await signUp(handy, 'bidder', '91330900MA2QY10017', '浙东路桥建设有限公司');
    const { page } = handy;
    assert.deepEqual(await page.evaluate(() => [innerWidth, matchMedia('(hover: none)').matches]), [390, true]);
    await tap(page, 'button', 'Log out');
    await tap(page, 'link', 'Log in');
    await page.getByLabel('Passphrase of the key').fill(passphrase);
    await assertFits(page);
    await tap(page, 'button', 'Log in');
    await page.waitForURL(`${centre.url}/lots`, slow);
    await trust(handy);
});

test('phone and keyboard: both bidders submit', async () => {
    await signUp(tenderer, 'tenderer', '12330900MB0QY00018', '清源市城市建设投资集团有限公司');
    await signUp(typist, 'bidder', '91330900MA2QY10025', '海川市政工程有限公司');
    await trust(typist);
    await signUp(handyExpert, 'expert', members[0][0], '清源市评标专家库', members[0][1]);
    await signUp(typistExpert, 'expert', members[1][0], '清源市评标专家库', members[1][1]);
    lot = await publish(tenderer, { seconds: unhurried(60, 7), supervisor, minutes: 10 });
    for (const [{ page }, price, words] of [[handy, '21000000', '贰仟壹佰万元整'], [typist, '22000000', '贰仟贰佰万元整']]) {
        await page.goto(`${centre.url}/lots/${lot}/seal`);
        await fillOffer(page, price, words);
        await addFiles(page, [volume('plan.pdf', 50_000)]);
    }
    handy.code = await sealAndSubmit(handy.page);
    await sealAndSubmit(typist.page);
});

test('phone: the receipt is downloaded and checked from its file', async () => {
    const { page } = handy;
    await assertFits(page);
    receipt = await saved(page, 'Download the receipt');
    await page.getByRole('main').getByRole('link', { name: 'Check a receipt' }).tap();
    await page.waitForURL(`${centre.url}/receipt`);
    await page.locator('input[type="file"]').setInputFiles({ name: 'receipt.json', mimeType: 'application/json', buffer: Buffer.from(receipt) });
    await page.getByText('The receipt is valid').waitFor(slow);
    await assertFits(page);
});

test('phone: a bidder releases with the recovery code that it wrote down', async () => {
    await tenderer.page.goto(`${centre.url}/lots/${lot}`);
    await tenderer.page.getByRole('button', { name: 'Start the opening' }).click({ timeout: 300_000 });
    await signDialogue(tenderer.page);
    const { page } = handy;
    await page.goto(`${centre.url}/lots/${lot}`);
    await tap(page, 'link', 'Go to the opening hall');
    await tap(page, 'button', 'Use the recovery code instead');
    await page.getByLabel('Recovery code').fill(handy.code);
    await assertFits(page);
    await tap(page, 'button', 'Release my bid');
    await page.getByText('When the others are done').waitFor(slow);
    await assertFits(page);
});

test('keyboard: a bidder goes to the opening hall and releases without a mouse', async () => {
    const { page } = typist;
    await page.goto(`${centre.url}/lots`);
    await press(page, page.locator(`main a[href="/lots/${lot}"]`).first());
    await press(page, page.getByRole('link', { name: 'Go to the opening hall' }));
    await press(page, page.getByRole('button', { name: 'Release my bid' }));
    await answerByKeys(page);
    await page.getByRole('heading', { name: 'Announced' }).waitFor(slow);
    await handy.page.getByRole('heading', { name: 'Announced' }).waitFor(slow);
    await handy.page.getByText('22,000,000.00').first().waitFor();
    await assertFits(handy.page);
});

test('the committee is appointed', async () => {
    const { page } = tenderer;
    await page.goto(`${centre.url}/lots/${lot}`);
    await page.getByRole('button', { name: 'Appoint the committee' }).click(slow);
    const form = page.locator('kb-appoint');
    while ((await form.getByRole('button', { name: 'Remove' }).count()) > 3) await form.getByRole('button', { name: 'Remove' }).last().click();
    await form.getByRole('button', { name: 'Review and sign' }).click();
    await signDialogue(page);
    await form.waitFor({ state: 'detached', ...slow });
});

test('phone: an expert fills the whole score sheet, which does not scroll sideways, and signs it', async () => {
    const { page } = handyExpert;
    await page.goto(`${centre.url}/lots/${lot}`);
    await tap(page, 'link', 'Score the bids');
    const gates = page.locator('.score-table select');
    await gates.first().waitFor(slow);
    await assertFits(page);
    const cell = page.locator('.score-table td').first();
    assert.match(await cell.evaluate((element) => getComputedStyle(element, '::before').content), /浙东路桥建设有限公司 21,000,000\.00|海川市政工程有限公司 22,000,000\.00/);
    for (const gate of await gates.all()) await gate.selectOption('pass');
    for (const field of await page.locator('.score-table input').all()) {
        await page.waitForTimeout(400); // nearer in time, two taps on neighbours are one double tap
        await field.tap();
        await field.pressSequentially('7.5');
    }
    await tap(page, 'button', 'Review and sign');
    await signDialogue(page);
    await page.getByText('You have signed your sheet').waitFor(slow);
});

test('keyboard: an expert scores every bid and signs without a mouse', async () => {
    const { page } = typistExpert;
    await page.goto(`${centre.url}/lots/${lot}`);
    await press(page, page.getByRole('link', { name: 'Score the bids' }));
    const cells = page.locator('.score-table :is(select, input)');
    await cells.first().waitFor(slow);
    const count = await cells.count();
    assert.ok(count > 10, `${count} cells`);
    for (let at = 0; at < count; at += 1) {
        await tabTo(page, cells.nth(at));
        const gate = await cells.nth(at).evaluate((element) => element.localName === 'select');
        await (gate ? page.keyboard.press('ArrowDown') : page.keyboard.type(at % 2 ? '6' : '8.5'));
    }
    for (const gate of await page.locator('.score-table select').all()) assert.equal(await gate.inputValue(), 'pass');
    await press(page, page.getByRole('button', { name: 'Review and sign' }));
    await answerByKeys(page);
    await page.getByText('You have signed your sheet').waitFor(slow);
    await assertAccessible(page);
});

test('phone: the sheets of all experts fit under the result, and anybody verifies it there', async () => {
    const third = await person(browser, centre.url, phone);
    await signUp(third, 'expert', 'EXPERT-0003', '清源市评标专家库', '许建国');
    await third.page.goto(`${centre.url}/lots/${lot}/score`);
    await third.page.locator('.score-table select').first().waitFor(slow);
    for (const gate of await third.page.locator('.score-table select').all()) await gate.selectOption('pass');
    for (const field of await third.page.locator('.score-table input').all()) await field.fill('7');
    await tap(third.page, 'button', 'Review and sign');
    await signDialogue(third.page);
    await third.page.getByText('You have signed your sheet').waitFor(slow);
    await trust(tenderer);
    await tenderer.page.goto(`${centre.url}/lots/${lot}/result`);
    await tenderer.page.getByRole('button', { name: 'Sign the result' }).click(slow);
    await signDialogue(tenderer.page);
    await tenderer.page.setViewportSize({ width: 390, height: 900 });
    // With the result an expert sees the sheets of the others as well, and so does a bidder and whoever did not log in.
    const anybody = await person(browser, centre.url, phone);
    for (const who of [tenderer, handyExpert, handy, anybody]) {
        await who.page.goto(`${centre.url}/lots/${lot}/result`);
        await who.page.locator('kb-grid summary').first().waitFor(slow);
        for (const summary of await who.page.locator('kb-grid summary').all()) await summary.click();
        const row = who.page.locator('kb-grid tbody tr').filter({ has: who.page.locator('td.amount', { hasText: '7.5' }) }).first();
        await row.waitFor();
        const labels = (all) => all.map((one) => getComputedStyle(one, '::before').content.replaceAll('"', ''));
        assert.deepEqual(await row.locator('td').evaluateAll(labels), ['顾明远', '沈雅琴', '许建国'], 'each mark says whose it is');
        await assertFits(who.page);
    }
    const { page } = handy;
    await page.goto(`${centre.url}/lots/${lot}/result`);
    await page.getByText('First candidate').waitFor(slow);
    await assertFits(page);
    await tap(page, 'link', 'Verify in this browser');
    await page.getByText('Passed: the result is exactly').waitFor(slow);
    await assertFits(page);
    assertCalm(tenderer, handy, typist, handyExpert, typistExpert, third);
});
