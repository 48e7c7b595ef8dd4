// The sealing desk in unkind circumstances: files dropped, empty, twice, oddly named; pause; a Worker that dies; too
// little room; no mouse; withdrawal; a receipt checked with the network off.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { after, before, test as nodeTest } from 'node:test';
import {
    assertCalm, passphrase, pdf, person, publish, signDialogue, signUp, startBrowser, startCentre, trust, unlockDialogue,
} from './support.mjs';

const slow = { timeout: 90_000 };
const supervisorParty = { id: '11330900MB0QY00026', name: '清源市公共资源交易监督管理局' };
const qrcode = createRequire(new URL('../../web-shell/package.json', import.meta.url))('qrcode-generator');
let centre, browser, tenderer, alpha, keys, lot;

before(async () => {
    centre = await startCentre();
    browser = await startBrowser();
    [tenderer, alpha, keys] = await Promise.all(Array.from({ length: 3 }, () => person(browser, centre.url)));
}, slow);
after(async () => {
    await browser?.close();
    await centre?.stop();
});

let broken = false;
function test(name, act) {
    nodeTest(name, { timeout: 180_000 }, async (t) => {
        if (broken) return t.skip('an earlier step failed');
        broken = true;
        await act(t);
        broken = false;
    });
}

async function fillOffer(page, price, words) {
    await page.getByLabel('Price (yuan)').fill(price);
    await page.getByLabel('Price in words').fill(words);
    await page.getByLabel('Duration (days)').fill('360');
    await page.getByLabel('Quality standard').fill('合格');
    await page.getByLabel('Project manager').fill('陈立新');
}

/** Drops files as a hand with a mouse does. `files`: [{ name, text }]. */
async function drop(page, selector, files) {
    const transfer = await page.evaluateHandle((list) => {
        const data = new DataTransfer();
        for (const { name, text } of list) data.items.add(new File([text], name, { type: 'application/pdf' }));
        return data;
    }, files);
    await page.dispatchEvent(`${selector} .drop`, 'dragover', { dataTransfer: transfer });
    await page.dispatchEvent(`${selector} .drop`, 'drop', { dataTransfer: transfer });
}

const row = (page, name) => page.locator('.files li').filter({ hasText: name });

test('people log in, and a tender is open', async () => {
    await signUp(tenderer, 'tenderer', '12330900MB0QY00018', '清源市城市建设投资集团有限公司');
    await signUp(alpha, 'bidder', '91330900MA2QY10017', '浙东路桥建设有限公司', '陈立新');
    await signUp(keys, 'bidder', '91330900MA2QY10025', '海川市政工程有限公司', '林志远');
    await trust(alpha);
    await trust(keys);
    lot = await publish(tenderer, { seconds: 300, supervisor: supervisorParty });
});

test('files are dropped; an empty one and one that came twice are named; a path in a name leads nowhere', async () => {
    const { page } = alpha;
    await page.goto(`${centre.url}/lots/${lot}/seal`);
    await page.getByText("The notice's signature is valid").waitFor();
    await fillOffer(page, '21000000', '贰仟壹佰万元整');
    const good = pdf(5000).toString('latin1');
    await drop(page, '#seal-files', [
        { name: '../../etc/商务标.pdf', text: good }, { name: 'empty.pdf', text: '' }, { name: 'plan.pdf', text: good }, { name: 'plan.pdf', text: good },
    ]);
    await page.getByText('is an empty file').or(page.locator('.checks li').filter({ hasText: 'empty.pdf' })).first().waitFor();
    assert.match(await page.locator('.checks').textContent(), /empty\.pdf.*is empty/s);
    assert.match(await page.locator('.checks').textContent(), /was added twice/);
    await page.getByRole('button', { name: 'Seal and upload' }).click();
    await page.locator('.error-summary').getByText('Fix what is marked').waitFor();
    await row(page, 'empty.pdf').getByRole('button', { name: 'Remove' }).click();
    await row(page, 'plan.pdf').last().getByRole('button', { name: 'Remove' }).click();
    assert.equal(await page.locator('.files li').count(), 2);
});

test('the language changes and what was typed stays', async () => {
    const { page } = alpha;
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('button', { name: '加密封存并上传' }).waitFor();
    assert.equal(await page.locator('#offer-price').inputValue(), '21000000');
    assert.equal(await page.locator('.files li').count(), 2);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Seal and upload' }).waitFor();
});

test('too little room in the browser is told before anything is sealed, with the offline tool as the way out', async () => {
    const { page } = alpha;
    await page.evaluate(() => {
        globalThis.realEstimate = navigator.storage.estimate.bind(navigator.storage);
        navigator.storage.estimate = async () => ({ quota: 10_000, usage: 0 });
    });
    await page.getByRole('button', { name: 'Seal and upload' }).click();
    await unlockDialogue(page);
    await page.locator('.problem').getByText('storage_quota_short').waitFor(slow);
    assert.match(await page.locator('.problem').textContent(), /kaibiao seal/);
    assert.equal(await page.locator('#offer-price').inputValue(), '21000000');
    await page.evaluate(() => { navigator.storage.estimate = globalThis.realEstimate; });
});

test('sealing pauses and goes on; when its Worker dies that is told, nothing typed is lost, and the next try succeeds', async () => {
    const { page } = alpha;
    const large = `${centre.folder}/large.pdf`;
    writeFileSync(large, '%PDF-1.4\n');
    truncateSync(large, 700 << 20);
    appendFileSync(large, '\n%%EOF\n');
    await page.locator('#seal-files input[type="file"]').setInputFiles(large);
    await page.getByRole('button', { name: 'Seal and upload' }).click();
    await unlockDialogue(page);
    await page.getByRole('button', { name: 'Pause' }).click(slow);
    await page.getByText('paused').first().waitFor();
    const bar = page.locator('progress, [role="progressbar"]').first();
    await page.waitForTimeout(700); // the slice under work ends
    const before = await bar.evaluate((element) => element.getAttribute('aria-valuenow') ?? element.value);
    await page.waitForTimeout(1000);
    assert.equal(await bar.evaluate((element) => element.getAttribute('aria-valuenow') ?? element.value), before, 'nothing moves while paused');
    await page.getByRole('button', { name: 'Resume', exact: true }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor(slow);
    assert.notEqual(await bar.evaluate(async (element) => {
        await new Promise((done) => setTimeout(done, 500));
        return element.getAttribute('aria-valuenow') ?? element.value;
    }), before, 'it goes on');
    const worker = page.workers().find((each) => each.url().endsWith('/seal-worker.js'));
    await worker.evaluate(() => { setTimeout(() => { throw new Error('aborted for the test'); }); });
    await page.locator('.problem').getByText('core_aborted').waitFor(slow);
    alpha.problems.length = 0; // the page is told of the Worker's end, which is what was wanted
    assert.equal(await page.locator('#offer-price').inputValue(), '21000000');
    assert.equal(await page.locator('.files li').count(), 3);
    await row(page, 'large.pdf').getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('button', { name: 'Seal and upload' }).click();
    await unlockDialogue(page);
    await page.locator('.recovery').waitFor(slow);
    await page.getByLabel('I printed or wrote down').check();
    await page.getByRole('button', { name: 'Review, sign and submit' }).click(slow);
    await signDialogue(page);
    await page.getByText('The receipt is valid').waitFor(slow);
});

test('the receipt has a code that leads to its page, and verifies with the network off', async () => {
    const { page, context } = alpha;
    const code = qrcode(0, 'M');
    code.addData(page.url());
    code.make();
    let dark = '';
    for (let y = 0; y < code.getModuleCount(); y += 1) {
        for (let x = 0; x < code.getModuleCount(); x += 1) if (code.isDark(y, x)) dark += `M${x} ${y}h1v1h-1z`;
    }
    assert.equal(await page.locator('svg.qr path').getAttribute('d'), dark);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download the receipt' }).click()]);
    await download.saveAs(`${centre.folder}/receipt.json`);
    const receipt = readFileSync(`${centre.folder}/receipt.json`, 'utf8');
    await page.goto(`${centre.url}/receipt`);
    await page.getByText('Drop a receipt file here').waitFor();
    await page.waitForLoadState('networkidle').catch(() => undefined); // the live stream may stay open
    await context.setOffline(true);
    await drop(page, 'kb-drop', [{ name: 'receipt.json', text: receipt }]);
    await page.getByText('The receipt is valid').waitFor(slow);
    await context.setOffline(false);
});

test('a bid is withdrawn with a receipt of its own, and another may take its place', async () => {
    const { page } = alpha;
    await page.goto(`${centre.url}/lots/${lot}`);
    const mine = await page.evaluate(async (id) => (await (await fetch(`/api/lots/${id}`)).json()).my_bid, lot);
    await page.goto(`${centre.url}/lots/${lot}/receipts/${mine.bid}`);
    await page.getByRole('button', { name: 'Withdraw the bid' }).click(slow);
    await signDialogue(page);
    await page.getByText('Bid withdrawn').first().waitFor(slow);
    await page.getByText('The receipt is valid').waitFor(slow);
    await page.goto(`${centre.url}/lots/${lot}/seal`);
    await page.getByRole('button', { name: 'Seal and upload' }).waitFor();
});

/** Presses Tab until the element has the focus, as somebody without a mouse does. */
async function tabTo(page, locator) {
    await locator.waitFor();
    for (let pressed = 0; pressed < 120; pressed += 1) {
        if (await locator.evaluate((element) => element === document.activeElement || element.contains(document.activeElement))) return;
        await page.keyboard.press('Tab');
    }
    assert.fail(`not reached by keyboard: ${locator}`);
}

test('a whole bid without a mouse', async () => {
    const { page } = keys;
    await page.goto(`${centre.url}/lots`);
    await tabTo(page, page.locator(`main a[href="/lots/${lot}"]`).first());
    await page.keyboard.press('Enter');
    await page.waitForURL(`${centre.url}/lots/${lot}`);
    await tabTo(page, page.locator(`a[href="/lots/${lot}/seal"]`).first());
    await page.keyboard.press('Enter');
    await page.getByText("The notice's signature is valid").waitFor(slow);
    for (const [label, text] of [['Price (yuan)', '22000000'], ['Price in words', '贰仟贰佰万元整'], ['Duration (days)', '350'], ['Quality standard', '合格'], ['Project manager', '林志远']]) {
        const input = page.getByLabel(label);
        await tabTo(page, input);
        await page.keyboard.press('Control+A');
        await page.keyboard.insertText(text);
    }
    await tabTo(page, page.locator('#seal-files').getByRole('button', { name: /Choose/ }));
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
    await chooser.setFiles({ name: 'plan.pdf', mimeType: 'application/pdf', buffer: pdf(50_000) });
    await tabTo(page, page.getByRole('button', { name: 'Seal and upload' }));
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo(page, page.getByRole('dialog').getByLabel('Passphrase of the key'));
    await page.keyboard.insertText(passphrase);
    await page.keyboard.press('Enter');
    await page.locator('.recovery').waitFor(slow);
    await tabTo(page, page.getByLabel('I printed or wrote down'));
    await page.keyboard.press('Space');
    const submit = page.getByRole('button', { name: 'Review, sign and submit' });
    await page.waitForFunction(() => [...document.querySelectorAll('button')].some((button) => button.textContent.includes('Review, sign and submit') && !button.disabled), null, slow);
    await tabTo(page, submit);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo(page, page.getByRole('dialog').getByLabel('Passphrase of the key'));
    await page.keyboard.insertText(passphrase);
    await page.keyboard.press('Enter');
    await page.getByText('The receipt is valid').waitFor(slow);
    assertCalm(tenderer, alpha, keys);
});
