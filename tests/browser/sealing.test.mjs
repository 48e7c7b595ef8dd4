// The sealing desk in unkind circumstances: files dropped, empty, twice, oddly named; pause; a Worker that dies; too
// little room; a reload at every stage; receipts of submission, replacement and withdrawal; no mouse.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { modulesOf, readQr } from './qr.mjs';
import {
    addFiles, assertCalm, drop, fillOffer, lie, passphrase, pdf, person, publish, saved, sealAndSubmit, signDialogue, signUp,
    startBrowser, startCentre, steps, tabTo, trust, unlockDialogue, volume,
} from './support.mjs';

const slow = { timeout: 90_000 };
const supervisor = { id: '11330900MB0QY00026', name: '清源市公共资源交易监督管理局' };
const words = '贰仟壹佰万元整';
let centre, browser, alpha, beta, lot, firstReceipt, bid, large;

before(async () => {
    centre = await startCentre();
    browser = await startBrowser('--js-flags=--expose-gc');
    large = join(centre.folder, 'large.pdf');
    writeFileSync(large, pdf(45_000_000));
    let tenderer;
    [tenderer, alpha, beta] = await Promise.all(Array.from({ length: 3 }, () => person(browser, centre.url)));
    await signUp(tenderer, 'tenderer', '12330900MB0QY00018', '清源市城市建设投资集团有限公司');
    await signUp(alpha, 'bidder', '91330900MA2QY10017', '浙东路桥建设有限公司', '陈立新');
    await trust(alpha);
    lot = await publish(tenderer, { seconds: 3600, supervisor });
    await tenderer.close();
}, slow);
after(async () => {
    await browser?.close();
    await centre?.stop();
});

const test = steps();
const fileRows = (page) => page.locator('.files li');
const findings = (page) => page.locator('kb-volumes .checks').innerText();
const problem = (page) => page.locator('.problem');

/** The next call into the core that runs in this Worker traps, as an abort of the WebAssembly does. */
const trapNextCall = (worker) => worker.evaluate(() => {
    const { set } = Uint8Array.prototype;
    Uint8Array.prototype.set = function trap() {
        Uint8Array.prototype.set = set;
        throw new WebAssembly.RuntimeError('unreachable');
    };
});
const stagedPackages = (page) => page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('kaibiao-stage');
    return (await Array.fromAsync(folder.keys())).length;
});
/** Whatever only promises refer to may be collected at any time. The Worker's answer to this is not waited for: it may be among what is collected. */
const collectOften = (worker) => void worker.evaluate(() => {
    const told = new BroadcastChannel('collected');
    setInterval(() => {
        globalThis.gc();
        told.postMessage('');
    }, 3);
}).catch(() => {});
const countCollections = (page) => page.evaluate(() => {
    window.collected = { count: 0, channel: new BroadcastChannel('collected') };
    window.collected.channel.onmessage = () => (window.collected.count += 1);
});
/** Changes the packages that this browser keeps; without a change it tells whether each has a copy of its recovery code. */
const codesKept = (page, forget = false) => page.evaluate(async (without) => {
    const opening = indexedDB.open('kaibiao');
    const database = await new Promise((done) => (opening.onsuccess = () => done(opening.result)));
    const transaction = database.transaction('packages', 'readwrite', { durability: 'strict' });
    const ended = new Promise((done) => (transaction.oncomplete = done));
    const store = transaction.objectStore('packages');
    const all = await new Promise((done) => { store.getAll().onsuccess = ({ target }) => done(target.result); });
    if (without) for (const entry of all) store.put({ ...entry, code: null });
    await ended;
    return all.filter(({ state }) => state === 'sealed').map(({ code }) => code !== null);
}, forget);
/** Taken from the event: Chromium may still list one that ended long ago, which answers nothing. */
const nextWorker = (page, script) => page.waitForEvent('worker', { predicate: (worker) => worker.url().endsWith(script), ...slow });

test('dropped files: an empty one and one that came twice are named, and paths in names lead nowhere', async () => {
    const { page } = alpha;
    await page.goto(`${centre.url}/lots/${lot}/seal`);
    await page.getByText("The notice's signature is valid").waitFor(slow);
    await fillOffer(page, '21000000', words);
    const good = pdf(5000);
    await drop(page, '#seal-files', [
        { name: '../../etc/商务标.pdf', bytes: good }, { name: 'C:\\Windows\\plan.pdf', bytes: good }, { name: 'plan.pdf', bytes: good },
        { name: 'invoice\u202Efdp.exe', bytes: Buffer.from('MZ') }, { name: 'empty.pdf', bytes: '' }, { name: 'plan.pdf', bytes: good },
    ]);
    await page.getByText('empty.pdf: The file is empty.').waitFor();
    assert.match(await findings(page), /plan\.pdf was added twice/);
    assert.match(await findings(page), /invoicefdp\.exe is not a PDF/);
    assert.deepEqual(await fileRows(page).locator('input').evaluateAll((inputs) => inputs.map(({ value }) => value)), ['商务标', 'plan', 'plan', 'invoicefdp', 'empty', 'plan']);
    assert.doesNotMatch(await page.locator('#seal-files').innerText(), /\.\.|[/\\]|etc|Windows|\u202E/);
    await page.getByRole('button', { name: 'Seal and upload' }).click();
    await page.locator('.error-summary').getByText('Fix what is marked').waitFor();
    for (const name of ['empty.pdf', 'invoice']) await fileRows(page).filter({ hasText: name }).getByRole('button', { name: 'Remove' }).click();
    for (let more = 0; more < 2; more += 1) await fileRows(page).filter({ hasText: 'plan.pdf' }).last().getByRole('button', { name: 'Remove' }).click();
    assert.equal(await fileRows(page).count(), 2);
});

test('the language changes on the spot: what was typed and dropped stays, and what was found is told anew', async () => {
    const { page } = alpha;
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('button', { name: '加密封存并上传' }).waitFor();
    assert.equal(page.url(), `${centre.url}/lots/${lot}/seal`);
    assert.match(await page.title(), /密封投标/);
    assert.match(await findings(page), /商务标\.pdf 可以/);
    assert.equal(await page.getByLabel('投标报价（元）').inputValue(), '21000000');
    assert.equal(await fileRows(page).count(), 2);
    await page.getByRole('button', { name: 'English' }).click();
    assert.match(await findings(page), /商务标\.pdf is fine/);
});

test('another page and back loses nothing; a reload is asked about first and keeps the opening sheet', async () => {
    const { page } = alpha;
    await page.getByRole('link', { name: 'Tenders', exact: true }).first().click();
    await page.waitForURL(`${centre.url}/lots`);
    await page.goBack();
    await page.getByRole('button', { name: 'Seal and upload' }).waitFor();
    assert.equal(await fileRows(page).count(), 2);
    assert.equal(await page.getByLabel('Price (yuan)').inputValue(), '21000000');
    const asked = page.waitForEvent('dialog');
    const reloading = page.reload();
    const dialogue = await asked;
    assert.equal(dialogue.type(), 'beforeunload');
    await dialogue.accept();
    await reloading;
    await page.getByRole('button', { name: 'Seal and upload' }).waitFor();
    assert.equal(await page.getByLabel('Price (yuan)').inputValue(), '21000000');
    assert.equal(await page.getByLabel('Price in words').inputValue(), words);
    assert.equal(await page.getByLabel('Project manager').inputValue(), '陈立新');
});

test('a price is read as people write it; what is wrong with one is said plainly, in both languages', async () => {
    const { page } = alpha;
    const price = page.getByLabel('Price (yuan)');
    const reads = { '２１００００００．５': '21,000,000.50', '21,000,001': '21,000,001.00', '２１，０００，００２．０３': '21,000,002.03', ' 21 000 004 ': '21,000,004.00', '0021000005': '21,000,005.00' };
    for (const [typed, amount] of Object.entries(reads)) {
        await price.fill(typed);
        await page.getByText(`${amount} yuan in words`).waitFor();
    }
    await price.fill('');
    await page.getByRole('button', { name: 'Seal and upload' }).click();
    const wrong = page.locator('#offer-price-error');
    const told = {
        '': 'Write the price', 0: 'must be more than 0', '0.00': 'must be more than 0', '-5': 'cannot be negative', '－５': 'cannot be negative', '2,10,00': 'before every three figures',
        '2100,0000': 'before every three figures', '21000000.005': 'at most two decimals', '¥21000000': 'no currency sign', '2100万': 'no unit', 9999999999999999: 'larger than the system can hold',
        23450000.01: 'above the ceiling of 23,450,000.00',
    };
    for (const [typed, text] of Object.entries(told)) {
        await price.fill(typed);
        await wrong.getByText(text).waitFor();
    }
    await price.fill('0');
    await page.getByRole('button', { name: '中文' }).click();
    await wrong.getByText('报价必须大于 0').waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await price.fill('21000000');
    await wrong.waitFor({ state: 'detached' });
});

test('more than the browser has room for is told with the commands of the offline tool; nothing is lost or left behind', async () => {
    const { page, context } = alpha;
    await addFiles(page, large);
    const debug = await context.newCDPSession(page);
    await debug.send('Storage.overrideQuotaForOrigin', { origin: centre.url, quotaSize: 30_000_000 });
    await page.getByRole('button', { name: 'Seal and upload' }).click();
    await unlockDialogue(page);
    await problem(page).getByText("There is not enough room in this browser's storage").waitFor(slow);
    assert.match(await problem(page).innerText(), /What you typed and your files are unchanged/);
    const commands = await page.locator('details[open] .commands').innerText();
    assert.match(commands, new RegExp(`--fetch-tender ${lot}`));
    assert.match(commands, /kaibiao seal --tender/);
    assert.equal(await page.getByLabel('Price (yuan)').inputValue(), '21000000');
    assert.equal(await fileRows(page).count(), 1);
    assert.equal(await stagedPackages(page), 0);
    await debug.send('Storage.overrideQuotaForOrigin', { origin: centre.url });
    await debug.detach();
});

test('sealing pauses; when its Worker dies that is told, nothing is lost or left behind, and the next try succeeds whenever garbage is collected', async () => {
    const { page } = alpha;
    const sealing = nextWorker(page, '/seal-worker.js');
    await page.getByRole('button', { name: 'Seal and upload' }).click();
    await unlockDialogue(page);
    await page.getByRole('button', { name: 'Pause' }).click(slow);
    await page.getByText('paused').first().waitFor();
    await page.getByText('Do not close this page yet').waitFor();
    const bar = page.locator('progress').first();
    const done = () => bar.evaluate(({ value }) => value);
    let before = -1;
    for (let now = await done(), tries = 0; now !== before && tries < 15; now = await done(), tries += 1) { // The slice under work ends.
        before = now;
        await page.waitForTimeout(800);
    }
    await page.waitForTimeout(1000);
    assert.equal(await done(), before, 'nothing moves while paused');
    await trapNextCall(await sealing);
    await page.getByRole('button', { name: 'Resume' }).click();
    await problem(page).getByText('The calculating part of this page stopped and was restarted').waitFor(slow);
    assert.match(await problem(page).innerText(), /What you typed and your files are unchanged/);
    assert.equal(await page.getByLabel('Price (yuan)').inputValue(), '21000000');
    assert.equal(await fileRows(page).count(), 1);
    assert.equal(await stagedPackages(page), 0, 'half a package takes no room');
    alpha.patches = 0;
    page.on('request', (request) => {
        if (request.method() === 'PATCH') alpha.patches += 1;
    });
    // The 45 MB take twenty seconds: however slow the machine is, the next step finds the upload under way.
    // No route here: taking one away asks every Worker session, and the one below that collects garbage may never answer.
    alpha.line = await alpha.context.newCDPSession(page);
    await alpha.line.send('Network.enable');
    await alpha.line.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 2 << 20 });
    await countCollections(page);
    await page.getByRole('button', { name: 'Seal and upload' }).click();
    const starting = nextWorker(page, '/seal-worker.js');
    await unlockDialogue(page);
    collectOften(await starting);
    await page.locator('.recovery').waitFor(slow);
    assert.deepEqual(await codesKept(page), [true], 'the code is given once its encrypted copy is stored');
    assert.ok(await page.evaluate(() => window.collected.count) > 0, 'garbage was collected while the bid was sealed');
});

test('the upload pauses and goes on', async () => {
    const { page, line } = alpha;
    await page.getByText('You may close this page').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('paused').last().waitFor();
    const sent = async () => ({ patches: alpha.patches, ...(await page.locator('progress').last().evaluate(({ value, max }) => ({ value, max }))) });
    await page.waitForTimeout(600);
    const before = await sent();
    assert.ok(before.value < before.max, `paused too late: ${JSON.stringify(before)}`);
    await page.waitForTimeout(1200);
    assert.deepEqual(await sent(), before, 'nothing is sent while paused');
    assert.ok(await page.getByRole('button', { name: 'Review, sign and submit' }).isDisabled());
    await line.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
    await line.detach();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText('Possible when the upload is complete').waitFor({ state: 'hidden', ...slow });
    assert.ok(alpha.patches > before.patches);
});

test('after a reload the sealed bid is there, and the passphrase shows its recovery code again', async () => {
    const { page } = alpha;
    const code = (await page.locator('.recovery').textContent()).trim();
    const ofPage = nextWorker(page, '/core-worker.js');
    await page.reload();
    alpha.core = await ofPage;
    await page.getByText('Everything is uploaded').waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Show the recovery code again' }).click();
    await unlockDialogue(page);
    assert.equal((await page.locator('.recovery').textContent()).trim(), code);
});

test('a core that aborts while signing is replaced and said; the staged bid is signed at the next press', async () => {
    const { page } = alpha;
    await page.getByLabel('I printed or wrote down').check();
    // On a small screen the dialogue opens at its top, where one reads what will be signed, and not at the field below it.
    await page.setViewportSize({ width: 390, height: 480 });
    await page.getByRole('button', { name: 'Review, sign and submit' }).click(slow);
    const dialogue = page.getByRole('dialog');
    await dialogue.getByText('21,000,000.00 · 贰仟壹佰万元整').waitFor();
    const opened = await dialogue.evaluate(({ scrollTop, scrollHeight, clientHeight }) => ({ scrollTop, longer: scrollHeight > clientHeight + 100, focus: document.activeElement.id }));
    assert.deepEqual(opened, { scrollTop: 0, longer: true, focus: 'sign-title' });
    await page.setViewportSize({ width: 1280, height: 900 });
    await dialogue.getByLabel('Passphrase of the key').fill(passphrase);
    await trapNextCall(alpha.core);
    await dialogue.getByRole('button', { name: 'Sign', exact: true }).click();
    await dialogue.getByText('The calculating part of this page stopped and was restarted').waitFor(slow);
    await dialogue.getByText('Nothing was changed or submitted').waitFor();
    await dialogue.getByRole('button', { name: 'Sign', exact: true }).click();
    await page.getByText('The receipt is valid').waitFor(slow);
    bid = page.url().split('/').at(-1);
});

test('the receipt carries a QR code of its own address', async () => {
    const { page } = alpha;
    assert.equal(readQr(await modulesOf(page.locator('svg.qr'))), page.url());
});

test('the receipt is checked with the network off; damaged ones are refused with a sentence, in both languages', async () => {
    const { page, context } = alpha;
    firstReceipt = await saved(page, 'Download the receipt');
    await page.goto(`${centre.url}/receipt`);
    await page.waitForFunction(() => performance.getEntriesByType('resource').length > 0);
    await page.waitForLoadState('networkidle');
    await context.setOffline(true);
    await drop(page, 'kb-drop', [{ name: 'receipt.json', bytes: firstReceipt }]);
    await page.getByText('The receipt is valid').waitFor(slow);
    await page.getByText(bid).waitFor();
    const middle = firstReceipt.indexOf('"payload":"') + 40;
    const changed = (at) => firstReceipt.slice(0, at) + (firstReceipt[at] === 'A' ? 'B' : 'A') + firstReceipt.slice(at + 1);
    const damaged = [
        [changed(middle), 'event_payload_mismatch'], [firstReceipt.slice(0, -20), 'receipt_malformed|json_'], ['', 'receipt_malformed|json_'],
        [Buffer.from([0xff, 0xfe, 0x00]), 'receipt_malformed|json_'], [changed(firstReceipt.lastIndexOf('— ') + 60), 'note_|proof_|receipt_'],
    ];
    for (const [bytes, name] of damaged) {
        await drop(page, 'kb-drop', [{ name: 'receipt.json', bytes }]);
        await problem(page).locator('code').getByText(new RegExp(`^(${name})`)).waitFor(slow);
        assert.equal(await page.getByText('The receipt is valid').count(), 0);
    }
    assert.match(await problem(page).innerText(), /What happened/);
    await page.getByRole('button', { name: '中文' }).click();
    assert.match(await problem(page).innerText(), /发生了什么[\s\S]*[\u4e00-\u9fff]{4}/);
    await page.getByRole('button', { name: 'English' }).click();
    await context.setOffline(false);
});

test('a replacement has a receipt of its own, and an older one that the server serves does not take its place', async () => {
    const { page, context } = alpha;
    let older = false;
    await lie(context, /\/api\/lots\/\w+\/receipts\//, () => (older ? firstReceipt : null));
    await page.goto(`${centre.url}/lots/${lot}/seal`);
    await fillOffer(page, '20500000', '贰仟零伍拾万元整');
    await addFiles(page, [volume('commercial.pdf', 200_000, 'd')]);
    await sealAndSubmit(page);
    await page.getByText('In force, submission 2').waitFor();
    const second = await saved(page, 'Download the receipt');
    const header = (receipt) => JSON.parse(JSON.parse(receipt).event.header);
    assert.equal(header(second).stream, header(firstReceipt).stream);
    assert.equal(header(second).position, header(firstReceipt).position + 1);
    older = true;
    await page.reload();
    await page.getByText('The receipt is valid').waitFor(slow);
    assert.equal(header(await saved(page, 'Download the receipt')).position, header(second).position);
    older = false;
});

test('a withdrawal is signed, has a receipt that verifies, and another bid may follow', async () => {
    const { page } = alpha;
    await page.getByRole('button', { name: 'Withdraw the bid' }).click(slow);
    await signDialogue(page);
    await page.locator('.receipt-card').getByText('Bid withdrawn').waitFor(slow);
    const withdrawal = await saved(page, 'Download the receipt');
    assert.equal(JSON.parse(JSON.parse(withdrawal).event.header).type, 'bid.withdrawn');
    await page.goto(`${centre.url}/receipt`);
    await drop(page, 'kb-drop', [{ name: 'withdrawal.json', bytes: withdrawal }]);
    await page.locator('.receipt-card').getByText('Bid withdrawn').waitFor(slow);
    await page.goto(`${centre.url}/lots/${lot}/seal`);
    await fillOffer(page, '20400000', '贰仟零肆拾万元整');
    await addFiles(page, [volume('commercial.pdf', 100_000, 'e')]);
    await sealAndSubmit(page);
    await page.getByText('In force, submission 1').waitFor();
});

test('a whole bid without a mouse, from the first page to the receipt', async () => {
    const { page } = beta;
    const press = async (locator, key = 'Enter') => {
        await tabTo(page, locator);
        await page.keyboard.press(key);
    };
    const type = async (label, text, scope = page) => {
        await tabTo(page, scope.getByLabel(label, { exact: true }));
        await page.keyboard.press('Control+A');
        await page.keyboard.insertText(text);
    };
    await page.goto(centre.url);
    await press(page.getByRole('link', { name: 'Log in' }));
    await page.waitForURL(`${centre.url}/login`);
    await type('Unified social credit code or personal id', '91330900MA2QY10025');
    await type('Organisation', '海川市政工程有限公司');
    await type('Name', '林志远');
    await type('New passphrase', passphrase);
    await type('Passphrase again', passphrase);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${centre.url}/lots`, slow);
    await press(page.getByRole('link', { name: 'Trusted roots and log keys' }));
    await press(page.getByRole('button', { name: 'They agree' }));
    await page.getByText('They are the roots and log key accepted in this browser').first().waitFor();
    await press(page.getByRole('link', { name: 'Tenders', exact: true }).first());
    await press(page.locator(`main a[href="/lots/${lot}"]`).first());
    await page.waitForURL(`${centre.url}/lots/${lot}`);
    await press(page.locator(`main a[href="/lots/${lot}/seal"]`).first());
    await page.getByText("The notice's signature is valid").waitFor(slow);
    await type('Price (yuan)', '22000000');
    await press(page.getByRole('button', { name: 'Use these words' }), 'Space');
    await type('Duration (days)', '350');
    await type('Quality standard', '合格');
    await type('Project manager', '林志远');
    const choosing = page.waitForEvent('filechooser');
    await press(page.locator('#seal-files').getByRole('button', { name: 'Choose files' }));
    await (await choosing).setFiles(volume('plan.pdf', 50_000));
    await press(page.getByRole('button', { name: 'Seal and upload' }));
    const dialogue = page.getByRole('dialog');
    await dialogue.waitFor();
    await type('Passphrase of the key', passphrase, dialogue);
    await page.keyboard.press('Enter');
    await page.locator('.recovery').waitFor(slow);
    await press(page.getByLabel('I printed or wrote down'), 'Space');
    await page.getByText('Possible when the upload is complete').waitFor({ state: 'hidden', ...slow });
    await page.getByText('Confirm first').waitFor({ state: 'hidden', ...slow });
    await press(page.getByRole('button', { name: 'Review, sign and submit' }));
    await dialogue.waitFor();
    await type('Passphrase of the key', passphrase, dialogue);
    await page.keyboard.press('Enter');
    await page.getByText('The receipt is valid').waitFor(slow);
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'MAIN', 'focus moves to the new page');
});

test('what was mended is no longer called wrong, and the words can be taken again after others were typed', async () => {
    const { page } = beta;
    await page.goto(`${centre.url}/lots/${lot}/seal`);
    await page.getByText("The notice's signature is valid").waitFor(slow);
    await addFiles(page, [volume('plan.pdf', 50_000), volume('empty.pdf', 0)].map((file) => (file.name === 'empty.pdf' ? { ...file, buffer: Buffer.alloc(0) } : file)));
    await fillOffer(page, '20700000', '壹元整');
    await page.getByLabel('Duration (days)').fill('');
    await page.getByLabel('Project manager').fill('');
    await page.getByRole('button', { name: 'Seal and upload' }).click();
    const wrong = page.locator('.error-summary li');
    await page.waitForFunction(() => document.querySelectorAll('.error-summary li').length === 4);
    await page.getByLabel('Duration (days)').fill('300');
    await page.waitForFunction(() => document.querySelectorAll('.error-summary li').length === 3);
    assert.equal(await page.locator('#offer-days').getAttribute('aria-invalid'), null);
    await page.getByRole('button', { name: 'Use these words' }).click();
    await page.getByText('Words and figures agree').waitFor();
    await fileRows(page).filter({ hasText: 'empty.pdf' }).getByRole('button', { name: 'Remove' }).click();
    await page.waitForFunction(() => document.querySelectorAll('.error-summary li').length === 1);
    assert.match(await wrong.innerText(), /Name the project manager/);
    await page.getByLabel('Project manager').fill('林志远');
    await page.locator('.error-summary').waitFor({ state: 'detached' });
});

test('who closes the page as soon as the recovery code is seen has it again; where no copy of it was kept, that is said and nothing else has to be confirmed', async () => {
    const { page } = beta;
    await page.getByRole('button', { name: 'Seal and upload' }).click();
    await unlockDialogue(page);
    const shown = page.locator('.recovery');
    await shown.waitFor(slow);
    await page.reload();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Show the recovery code again' }).click();
    await page.locator('#sign-pass:focus').waitFor();
    await unlockDialogue(page);
    assert.match((await shown.textContent()).trim(), /^KB1/);
    assert.deepEqual(await codesKept(page, true), [true]);
    await page.reload();
    await page.getByText('This browser keeps no copy of the recovery code').waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('Confirm first what is said about the recovery code').waitFor(slow);
    assert.equal(await page.getByLabel('I printed or wrote down').count(), 0);
    assert.equal(await page.getByRole('button', { name: 'Show the recovery code again' }).count(), 0);
    await page.getByLabel('unless I wrote the code down').check();
    await page.getByText('Confirm first').waitFor({ state: 'hidden' });
    assert.ok(await page.getByRole('button', { name: 'Review, sign and submit' }).isEnabled());
});

test('after a reload the price that was sealed is read again; at the deadline the dialogue signs no more and says why', async () => {
    const { page } = beta;
    await page.reload();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Review, sign and submit' }).click(slow);
    await unlockDialogue(page);
    const dialogue = page.getByRole('dialog');
    await dialogue.getByText('20,700,000.00 · 贰仟零柒拾万元整').waitFor(slow);
    await dialogue.getByLabel('Passphrase of the key').fill(passphrase);
    await page.evaluate(() => {
        const now = performance.now.bind(performance);
        performance.now = () => now() + 3_600_000;
    });
    await dialogue.getByRole('alert').getByText('this can no longer be signed. Nothing was sent').waitFor();
    assert.ok(await dialogue.getByRole('button', { name: 'Sign', exact: true }).isDisabled());
    await dialogue.getByRole('button', { name: 'Cancel' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Discard and seal anew' }).click();
    await page.getByRole('button', { name: 'Seal and upload' }).waitFor();
});

test('a slow core loses nothing that is typed meanwhile, and what is sealed is the newest price', async () => {
    const { page } = beta;
    await page.goto(`${centre.url}/lots/${lot}/seal`);
    await page.getByText("The notice's signature is valid").waitFor(slow);
    await page.evaluate(() => {
        const { postMessage } = Worker.prototype;
        Worker.prototype.postMessage = function late(...message) { setTimeout(() => postMessage.apply(this, message), 700); };
    });
    await addFiles(page, [volume('plan.pdf', 50_000)]);
    await fillOffer(page, '20800000', '贰仟零捌拾万元整');
    await page.getByText('Words and figures agree').waitFor();
    assert.equal(await page.getByLabel('Price in words').inputValue(), '贰仟零捌拾万元整', 'the words were typed while the price was reckoned');
    assert.equal(await page.getByLabel('Project manager').inputValue(), '陈立新');
    await page.getByLabel('Price (yuan)').fill('20900000');
    await page.getByRole('button', { name: 'Seal and upload' }).click();
    await page.locator('.error-summary').getByText('The words differ from the figures; they should be 贰仟零玖拾万元整').waitFor(slow);
    await page.getByLabel('Price in words').fill('贰仟零玖拾万元整');
    await page.getByRole('button', { name: 'Seal and upload' }).click();
    await page.getByRole('dialog').getByLabel('Passphrase of the key').waitFor(slow);
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    assertCalm(alpha, beta);
});
