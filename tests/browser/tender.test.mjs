// One tender from publication to a verified result, every step in a browser, nobody else but these people.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test as nodeTest } from 'node:test';
import {
    assertAccessible, assertCalm, drop, kaibiao, pdf, person, publish, saved, signDialogue, signUp, startBrowser, startCentre, trust, unhurried, unlockDialogue, written,
} from './support.mjs';

const supervisorParty = { id: '11330900MB0QY00026', name: '清源市公共资源交易监督管理局' };
const slow = { timeout: 90_000 };
let centre;
let browser;
let tenderer;
let supervisor;
let alpha;
let beta;
let gamma;
let expert;
let visitor;
let lot;
let silentLot;

before(async () => {
    centre = await startCentre();
    browser = await startBrowser();
    [tenderer, supervisor, alpha, beta, gamma, expert, visitor] = await Promise.all(
        Array.from({ length: 7 }, () => person(browser, centre.url)));
}, slow);
after(async () => {
    await browser?.close();
    await centre?.stop();
});

// Each step needs the one before: after a failure the rest would only wait.
let broken = false;
function test(name, options, act = options) {
    nodeTest(name, typeof options === 'object' ? options : {}, async (t) => {
        if (broken) return t.skip('an earlier step failed');
        broken = true;
        await act(t);
        broken = false;
    });
}

async function fillOffer(page, price) {
    await page.getByLabel('Price (yuan)').fill(price);
    await page.getByLabel('Price in words').fill('');
    await page.getByRole('button', { name: 'Use these words' }).click();
    await page.getByText('Words and figures agree').waitFor();
    await page.getByLabel('Duration (days)').fill('360');
    await page.getByLabel('Quality standard').fill('合格');
    await page.getByLabel('Project manager').fill('陈立新');
}

const addFiles = (page, files) => page.locator('#seal-files input[type="file"]').setInputFiles(files);
const volume = (name, size, mark) => ({ name, mimeType: 'application/pdf', buffer: pdf(size, mark) });

async function sealAndUpload(page) {
    await page.getByRole('button', { name: 'Seal and upload' }).click();
    await unlockDialogue(page);
    await page.locator('.recovery').waitFor(slow);
}

async function submit(page) {
    const code = await page.locator('.recovery').textContent();
    await page.getByLabel('I printed or wrote down').check();
    await page.getByRole('button', { name: 'Review, sign and submit' }).click(slow);
    await page.getByRole('dialog').getByText('The exact bytes to be signed').click();
    const signed = await page.getByRole('dialog').locator('pre').textContent();
    await signDialogue(page);
    await page.getByText('The receipt is valid').waitFor(slow);
    return { code, signed: JSON.parse(signed) };
}

/** The page says who suspended the lot, when and why. */
const assertSuspended = (page, reason) =>
    page.locator('.notice').getByText(new RegExp(`^Suspended by ${supervisorParty.name} on \\d{4}-\\d\\d-\\d\\d .*and not resumed\\. Reason: ${reason}`)).waitFor(slow);

async function assertListed(phase, there) {
    const { page } = visitor;
    await page.goto(`${centre.url}/lots?phase=${phase}`);
    await page.locator('.lot-list, .empty').first().waitFor();
    assert.equal(await page.locator(`.lot-list a[href="/lots/${lot}"]`).count(), there ? 1 : 0);
    if (phase === 'suspended' && there) assert.deepEqual(await page.locator('.lot-list .tag').allInnerTexts(), ['Suspended', 'Open for bids']);
}

test('people make keys in their browsers and log in; only encrypted keys are stored', async () => {
    await Promise.all([
        signUp(tenderer, 'tenderer', '12330900MB0QY00018', '清源市城市建设投资集团有限公司'),
        signUp(supervisor, 'supervisor', supervisorParty.id, supervisorParty.name),
        signUp(alpha, 'bidder', '91330900MA2QY10017', '浙东路桥建设有限公司', '陈立新'),
        signUp(beta, 'bidder', '91330900MA2QY10025', '海川市政工程有限公司', '林志远'),
        signUp(gamma, 'bidder', '91330900MA2QY10033', '华岭建设集团股份有限公司', '周启明'),
        signUp(expert, 'expert', 'EXPERT-0001', '清源市评标专家库', '顾明远'),
    ]);
    const stored = await alpha.page.evaluate(() => new Promise((resolve) => {
        const opening = indexedDB.open('kaibiao');
        opening.onsuccess = () => {
            const request = opening.result.transaction('identities').objectStore('identities').getAll();
            request.onsuccess = () => resolve(request.result.map(({ pkcs8, ...rest }) => ({ ...rest, chain: rest.chain.length, start: Array.from(pkcs8.slice(0, 40)) })));
        };
    }));
    assert.equal(stored.length, 1);
    // EncryptedPrivateKeyInfo begins with the object identifier of PBES2, 1.2.840.113549.1.5.13.
    assert.ok(Buffer.from(stored[0].start).includes(Buffer.from('2a864886f70d01050d', 'hex')));
});

test('the tenderer publishes a notice from the form, after its mistakes were named', async () => {
    const { page } = tenderer;
    await page.goto(`${centre.url}/lots/new`);
    await page.getByLabel('Project code').fill('');
    await page.locator('#publish-ceiling').fill('12,5');
    await page.getByText('No tender documents are attached').waitFor();
    await page.getByRole('button', { name: 'Review and sign' }).click();
    const summary = page.locator('.error-summary');
    await summary.getByText('Fill in: the project code').waitFor();
    assert.equal(await summary.getByRole('link').count(), 2);
    await summary.getByText('Fill in: the project code').click();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'publish-code');
    await page.getByLabel('Project code').fill('QY-2026-0900');
    await summary.getByText('Fill in: the project code').waitFor({ state: 'detached' });
    lot = await publish(tenderer, { seconds: unhurried(120, 16), supervisor: supervisorParty });
    await page.getByRole('heading', { name: 'Rules in force' }).waitFor();
});

test('a wrong passphrase is told without losing anything', async () => {
    const { page } = supervisor;
    await page.goto(`${centre.url}/lots/${lot}`);
    await page.getByLabel('Reason').fill('核查招标文件');
    await page.getByRole('button', { name: 'Suspend the lot' }).click();
    const dialogue = page.getByRole('dialog');
    await dialogue.getByLabel('Passphrase of the key').fill('not the passphrase');
    await dialogue.getByRole('button', { name: 'Sign', exact: true }).click();
    await dialogue.getByText('The passphrase does not open the private key.').waitFor();
    await dialogue.getByText('Nothing was changed or submitted').waitFor();
    await dialogue.getByRole('button', { name: 'Cancel' }).click();
    assert.equal(await page.getByLabel('Reason').inputValue(), '核查招标文件');
});

test('the supervisor suspends the lot and lets it go on', async () => {
    const { page } = supervisor;
    await page.getByRole('button', { name: 'Suspend the lot' }).click();
    await signDialogue(page);
    await page.getByRole('button', { name: 'Resume the lot' }).waitFor();
    await page.locator('.feed q').getByText('核查招标文件').waitFor();
    await assertSuspended(page, '核查招标文件');
    await assertListed('suspended', true);
    await page.getByLabel('Reason').fill('核查完毕');
    await page.getByRole('button', { name: 'Resume the lot' }).click();
    await signDialogue(page);
    await page.getByRole('button', { name: 'Suspend the lot' }).waitFor();
    assert.equal(await page.getByText('and not resumed').count(), 0);
    await assertListed('suspended', false);
    await assertListed('published', true);
});

test('without accepted anchors nothing can be sealed', async () => {
    const { page } = alpha;
    await page.goto(`${centre.url}/lots/${lot}/seal`);
    await page.getByText('No trust anchor was given to check against.').waitFor();
    assert.ok(await page.getByRole('button', { name: 'Seal and upload' }).isDisabled());
    // Nor is any receipt called genuine; but what is no receipt is called so, and the way to the anchors is a link.
    await page.goto(`${centre.url}/receipt`);
    await page.getByText("This browser has not accepted this centre's log key yet").waitFor();
    await drop(page, 'kb-drop', [{ name: 'a.json', bytes: '%PDF-1.4' }]);
    await page.locator('.problem code').getByText(/^file_kind_wrong · a\.json/).waitFor();
    await page.getByRole('link', { name: 'Trust', exact: true }).click();
    await page.waitForURL(`${centre.url}/trust`);
    await page.getByText('entering it, your browser accepts').waitFor();
    await Promise.all([trust(alpha), trust(beta), trust(gamma)]);
    await page.goto(`${centre.url}/receipt`);
    await page.getByText('Drop a receipt file here').waitFor();
    assert.equal(await page.getByText('has not accepted this centre').count(), 0);
    await assertAccessible(gamma.page);
});

// Its clock runs beside the other lot's, so that nobody waits for it alone.
test('another lot has one bid, whose bidder will not release it', async () => {
    silentLot = await publish(tenderer, { seconds: unhurried(60, 5), supervisor: supervisorParty, code: 'QY-2026-0901' });
    await gamma.page.goto(`${centre.url}/lots/${silentLot}/seal`);
    await fillOffer(gamma.page, '20800000');
    await addFiles(gamma.page, [volume('commercial.pdf', 50_000, 'g')]);
    await sealAndUpload(gamma.page);
    await submit(gamma.page);
    await assertAccessible(gamma.page);
});

test('a bidder seals two volumes, keeps the recovery code, reads what it signs, and has a receipt', async () => {
    const { page } = alpha;
    await page.goto(`${centre.url}/lots/${lot}/seal`);
    await page.getByText("The notice's signature is valid").waitFor();
    await page.getByRole('button', { name: 'Seal and upload' }).click();
    await page.locator('.error-summary').getByText('Write the price in words').waitFor();
    await fillOffer(page, '21000000');
    await page.getByLabel('Price in words').fill('贰仟万元整');
    await page.getByText('Differs from the words above').waitFor();
    await page.getByLabel('Price in words').fill('贰仟壹佰万元整');
    await addFiles(page, [volume('commercial.pdf', 300_000, 'c'), { name: 'broken.pdf', mimeType: 'application/pdf', buffer: Buffer.from('no pdf') }]);
    await page.getByText('not a complete PDF').waitFor();
    await page.getByRole('listitem').filter({ hasText: 'broken.pdf' }).getByRole('button', { name: 'Remove' }).click();
    await addFiles(page, [volume('technical.pdf', 12_000_000, 't')]);
    await sealAndUpload(page);
    const { signed } = await submit(page);
    assert.equal(signed.purpose, 'submit');
    assert.equal(signed.lot, lot);
    assert.deepEqual(signed.parts.map((part) => part.class), ['sheet', 'volumes', 'volumes']);
    assert.ok(!JSON.stringify(signed).includes('21000000'), 'the price is in no manifest');
});

test('the receipt rehearses, downloads, and verifies again from its file; a changed one is refused', async () => {
    const { page } = alpha;
    await page.getByRole('button', { name: 'Try it' }).click();
    await unlockDialogue(page);
    await page.getByText('at the opening it releases your part').waitFor(slow);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download the receipt' }).click()]);
    const path = `${centre.folder}/receipt.json`;
    await download.saveAs(path);
    const { readFileSync } = await import('node:fs');
    const text = readFileSync(path, 'utf8');
    const check = async (buffer) => {
        await alpha.page.goto(`${centre.url}/receipt`);
        await alpha.page.locator('input[type="file"]').setInputFiles({ name: 'receipt.json', mimeType: 'application/json', buffer });
    };
    await check(Buffer.from(text));
    await page.getByText('The receipt is valid').waitFor();
    const at = text.indexOf('"payload":"') + 40;
    await check(Buffer.from(text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)));
    await page.locator('.problem').getByText('Try the file as it was first downloaded.').waitFor();
    await page.getByText('This receipt is not valid, or not of this centre').waitFor();
    assert.equal(await page.getByText('The receipt is valid').count(), 0);
});

test('an upload that was cut off by closing the tab goes on where it stopped', async () => {
    await beta.page.goto(`${centre.url}/lots/${lot}/seal`);
    await beta.page.evaluate(() => { // the line hangs after the first 8 MiB
        const { open, send } = XMLHttpRequest.prototype;
        let patches = 0;
        XMLHttpRequest.prototype.open = function (method, ...rest) {
            this.asked = method;
            return open.call(this, method, ...rest);
        };
        XMLHttpRequest.prototype.send = function (...body) {
            if (this.asked === 'PATCH' && ++patches > 1) globalThis.lineHangs = true;
            else send.apply(this, body);
        };
    });
    await fillOffer(beta.page, '22000000');
    await addFiles(beta.page, [volume('technical.pdf', 20_000_000, 'b')]);
    await sealAndUpload(beta.page);
    await beta.page.getByText('You may close this page').waitFor();
    const code = await beta.page.locator('.recovery').textContent();
    assert.match(code.trim(), /^KB1/);
    await beta.page.waitForFunction(() => globalThis.lineHangs);
    await beta.page.close();

    const offsets = [];
    beta.page = await beta.open(`/lots/${lot}/seal`);
    beta.page.on('request', (request) => {
        if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']));
    });
    await beta.page.getByRole('button', { name: 'Go on' }).click();
    await beta.page.getByLabel('I printed or wrote down').check();
    await beta.page.getByRole('button', { name: 'Review, sign and submit' }).click(slow);
    await unlockDialogue(beta.page); // to read the price that was sealed
    await signDialogue(beta.page);
    await beta.page.getByText('The receipt is valid').waitFor(slow);
    assert.ok(offsets[0] >= 8 << 20, `the first 8 MiB are not sent again: ${offsets[0]}`);
    beta.recoveryCode = code;
});

test('a bid is replaced: the new receipt says so', async () => {
    const { page } = alpha;
    await page.goto(`${centre.url}/lots/${lot}/seal`);
    await page.getByText('You have a bid in force.').waitFor();
    await fillOffer(page, '20500000');
    await addFiles(page, [volume('commercial.pdf', 200_000, 'd')]);
    await sealAndUpload(page);
    const { signed } = await submit(page);
    assert.equal(signed.number, 2);
    assert.match(signed.replaces, /^[0-9a-f]{64}$/);
    await page.getByText('In force, submission 2').waitFor();
});

test('the other lot is opened', async () => {
    await tenderer.page.goto(`${centre.url}/lots/${silentLot}`);
    await tenderer.page.getByRole('button', { name: 'Start the opening' }).click({ timeout: 300_000 });
    await signDialogue(tenderer.page);
});

test('until the deadline nobody learns how many bid', async () => {
    const { page } = visitor;
    await page.goto(`${centre.url}/lots/${lot}`);
    await page.getByText('Not published before the deadline').waitFor();
    const view = await page.evaluate(async (id) => (await fetch(`/api/lots/${id}`)).json(), lot);
    assert.equal(view.bids, null);
});

test('after the deadline the tenderer starts the opening; bidders release; all prices appear together', { timeout: 600_000 }, async () => {
    await visitor.page.goto(`${centre.url}/lots/${lot}/opening`);
    await tenderer.page.goto(`${centre.url}/lots/${lot}`);
    await tenderer.page.getByRole('button', { name: 'Start the opening' }).click({ timeout: 500_000 });
    await signDialogue(tenderer.page);
    await alpha.page.goto(`${centre.url}/lots/${lot}/opening`);
    await alpha.page.getByRole('button', { name: 'Release my bid' }).click();
    await unlockDialogue(alpha.page);
    await alpha.page.getByText('When the others are done').waitFor(slow);
    assert.equal(await visitor.page.getByText('20,500,000.00').count(), 0, 'no price before the announcement');
    await beta.page.goto(`${centre.url}/lots/${lot}/opening`);
    await beta.page.getByRole('button', { name: 'Use the recovery code instead' }).click();
    await beta.page.getByLabel('Recovery code').fill(beta.recoveryCode.toLowerCase());
    await beta.page.getByRole('button', { name: 'Release my bid' }).click();
    await visitor.page.getByText('20,500,000.00').first().waitFor(slow);
    await visitor.page.getByText('22,000,000.00').first().waitFor();
    await visitor.page.getByText('贰仟零伍拾万元整').waitFor();
    await assertAccessible(visitor.page);
    await visitor.page.goto(`${centre.url}/lots/${lot}`);
    await assertAccessible(visitor.page);
});

test('the committee is appointed and an expert scores, corrected where off the step', async () => {
    const { page } = tenderer;
    await page.goto(`${centre.url}/lots/${lot}`);
    await page.getByRole('button', { name: 'Appoint the committee' }).click();
    while ((await page.locator('kb-appoint').getByRole('button', { name: 'Remove' }).count()) > 1) {
        await page.locator('kb-appoint').getByRole('button', { name: 'Remove' }).last().click();
    }
    await page.locator('kb-appoint').getByRole('button', { name: 'Review and sign' }).click();
    await signDialogue(page);

    await expert.page.goto(`${centre.url}/lots/${lot}/score`);
    const gates = expert.page.locator('.score-table select');
    const cells = expert.page.locator('.score-table input');
    await gates.first().waitFor();
    for (let i = 0; i < (await gates.count()); i += 1) await gates.nth(i).selectOption('pass');
    for (let i = 0; i < (await cells.count()); i += 1) await cells.nth(i).fill(i % 2 ? '7.5' : '8');
    await cells.first().fill('8.3');
    await gates.first().selectOption('');
    await expert.page.getByRole('button', { name: 'Review and sign' }).click();
    await expert.page.locator('.error-summary').getByText(/: not scored yet: 1$/).waitFor();
    await expert.page.getByRole('button', { name: '中文' }).click();
    await expert.page.locator('.error-summary').getByText('1 份投标未评分').waitFor();
    await expert.page.getByRole('button', { name: 'English' }).click();
    await expert.page.locator('.error-summary').getByText('must be a number from 0 to 10 in steps of 0.5').waitFor();
    const border = (field) => field.evaluate((one) => getComputedStyle(one).borderTopColor);
    assert.equal(await border(gates.first()), await border(cells.first()), 'a list left open is marked like a wrong number');
    assert.notEqual(await border(gates.last()), await border(cells.first()));
    await gates.first().selectOption('pass');
    await cells.first().fill('8.5');
    await written(expert.page, 'drafts');
    await expert.page.reload();
    assert.equal(await cells.first().inputValue(), '8.5', 'the draft survives a reload');
    await assertAccessible(expert.page);
    await expert.page.getByRole('button', { name: 'Review and sign' }).click();
    await namesLot(expert.page);
    await signDialogue(expert.page);
    await expert.page.getByText('You have signed your sheet').waitFor();
});

// What is signed says for which lot.
const namesLot = (page) => page.getByRole('dialog').locator('dt', { hasText: /^Lot$/ }).waitFor();

test('the tenderer signs the result that its own browser computed', async () => {
    const { page } = tenderer;
    await trust(tenderer);
    await page.goto(`${centre.url}/lots/${lot}/result`);
    await page.getByRole('button', { name: 'Sign the result' }).click(slow);
    await namesLot(page);
    await signDialogue(page);
    await page.getByRole('heading', { name: 'Ranking' }).waitFor(slow);
    await page.getByText('First candidate').waitFor();
    await page.getByRole('heading', { name: 'Scores of each expert' }).waitFor();
    await page.getByText('Small figures are the difference from the median').waitFor();
    await assertAccessible(page);
});

test('the supervisor finds the silent bidder not at fault: its bid counts as withdrawn', async () => {
    const { page } = supervisor;
    await page.goto(`${centre.url}/lots/${silentLot}/opening`);
    await page.getByRole('heading', { name: 'Why bids were not released' }).waitFor(slow);
    await page.locator('td').getByText('Revoked').waitFor();
    // Its own receipt says what became of it.
    const [{ bid }] = (await page.evaluate(async (id) => (await fetch(`/api/lots/${id}/board`)).json(), silentLot)).rows;
    const became = async (words) => {
        await gamma.page.goto(`${centre.url}/lots/${silentLot}/receipts/${bid}`);
        await gamma.page.getByText(words).waitFor(slow);
        assert.equal(await gamma.page.getByText('In force').count(), 0);
    };
    await became('It was not released within the window, so it was announced as revoked and not opened.');
    await page.getByRole('button', { name: 'Find them withdrawn' }).click();
    await page.locator('.error-summary').getByText('Choose at least one bid').waitFor();
    await assertAccessible(page);
    await page.getByRole('group', { name: 'Bids not released' }).getByRole('checkbox').check();
    await page.getByLabel('Reason').fill('开标期间平台网络中断');
    await page.getByRole('button', { name: 'Find them withdrawn' }).click();
    await signDialogue(page);
    await page.locator('td').getByText('Withdrawn').waitFor();
    await page.getByText('The supervisor found bidders not at fault').waitFor();
    await became('It was not opened; the supervisor found that the bidder was not at fault');
    assert.equal(await page.getByText('Revoked').count(), 0);
    assert.equal(await page.getByRole('heading', { name: 'Why bids were not released' }).count(), 0, 'nothing is left to find');
    const board = await page.evaluate(async (id) => (await fetch(`/api/lots/${id}/board`)).json(), silentLot);
    assert.deepEqual(board.rows.map(({ state }) => state), ['withdrawn']);
    await page.getByRole('button', { name: '中文' }).click();
    await page.locator('td').getByText('已撤回').waitFor();
});

test('anybody verifies the whole tender in the browser, and a single changed bit is refused', async () => {
    const { page } = visitor;
    await page.goto(`${centre.url}/verify/${lot}`);
    await page.getByText('Consistent with itself only').waitFor(slow);
    assert.equal(await page.getByText('Passed: the result is exactly').count(), 0, 'nobody but the bundle says so');
    await page.getByText('This browser has accepted no roots').waitFor();
    // What it asks to compare stands there.
    const { roots, log_key: logKey } = await (await fetch(`${centre.url}/api/centre`)).json();
    for (const { fingerprint } of roots) await page.locator('dd').getByText(fingerprint.match(/.{4}/g).join(' ')).waitFor();
    await page.locator('dd').getByText(logKey).waitFor();
    for (let i = 0; i < 5; i += 1) {
        await page.getByRole('button', { name: 'Change a single bit' }).click();
        await page.getByText('The check failed').waitFor(slow);
        await page.getByRole('button', { name: 'Restore the original' }).click();
        await page.getByText('Consistent with itself only').waitFor(slow);
    }
    await trust(visitor);
    await page.goto(`${centre.url}/verify/${lot}`);
    await page.getByText('not taken from the bundle').waitFor(slow);
    await page.getByText('Passed: the result is exactly').waitFor(slow);
    await assertAccessible(page);
});

test('a lot that is suspended after its result says so on every page that shows the result', async () => {
    const { page } = supervisor;
    await page.goto(`${centre.url}/lots/${lot}`);
    await page.getByRole('button', { name: 'English' }).click();
    const act = async (name, reason) => {
        await page.getByLabel('Reason').fill(reason);
        await page.getByRole('button', { name }).click();
        await signDialogue(page);
    };
    await act('Suspend the lot', '收到投诉');
    await page.getByRole('button', { name: 'Resume the lot' }).waitFor();
    for (const path of [`/lots/${lot}`, `/lots/${lot}/result`, `/lots/${lot}/opening`, `/verify/${lot}`]) {
        await visitor.page.goto(centre.url + path);
        await assertSuspended(visitor.page, '收到投诉');
        await visitor.page.locator('.notice').getByText('signed before the suspension').waitFor();
    }
    await visitor.page.getByText('Passed: the result is exactly').waitFor();
    await assertAccessible(visitor.page);
    await act('Resume the lot', '投诉已处理');
    await page.getByRole('button', { name: 'Suspend the lot' }).waitFor();
    await visitor.page.reload();
    await visitor.page.getByText('Passed: the result is exactly').waitFor(slow);
    assert.equal(await visitor.page.getByText('signed before the suspension').count(), 0);
});

test('the root and the log key that the page Trust gives as files verify the same tender on the command line', async () => {
    const { page } = visitor;
    await page.goto(`${centre.url}/trust`);
    const file = async (name, bytes) => {
        await writeFile(join(centre.folder, name), bytes);
        return join(centre.folder, name);
    };
    const bundle = await file('bundle.json', Buffer.from(await (await fetch(`${centre.url}/api/lots/${lot}/bundle`)).arrayBuffer()));
    // Somebody's own certificate is no root: with it nothing could be checked any more.
    const { events } = await (await fetch(`${centre.url}/api/lots/${lot}/events?from=0`)).json();
    const { jws } = JSON.parse(Buffer.from(events[0].payload, 'base64').toString());
    const [leaf] = JSON.parse(Buffer.from(jws.protected, 'base64url').toString()).x5c;
    await page.getByLabel('Root certificate (PEM)').fill(`-----BEGIN CERTIFICATE-----\n${leaf}\n-----END CERTIFICATE-----\n`);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.locator('.problem').getByText("This is somebody's certificate, not that of a certificate authority.").waitFor();
    assert.equal(await page.getByRole('button', { name: 'Remove' }).count(), 2, 'root and log key');
    const root = await file('root.pem', await saved(page, 'root.pem'));
    const key = await file('log.vkey', await saved(page, 'log.vkey'));
    const verified = spawnSync(kaibiao, ['verify', bundle, '--root', root, '--log-key', key], { encoding: 'utf8' });
    assert.equal(verified.status, 0, verified.stdout + verified.stderr);
    assert.match(verified.stdout, /验证通过 verified\n$/);
});

test('a dropped bundle ends with the winner; with one changed byte it is refused with a sentence, in both languages', async () => {
    const { page } = visitor;
    const bundle = Buffer.from(await (await fetch(`${centre.url}/api/lots/${lot}/bundle`)).arrayBuffer());
    await page.goto(`${centre.url}/lots/${lot}/result`);
    const winner = (await page.locator('tr.winner th').innerText()).split('\n')[0].replace('First candidate', '').trim();
    await page.goto(`${centre.url}/verify`);
    await drop(page, 'kb-drop', [{ name: 'bundle.json', bytes: bundle }]);
    await page.getByText('Passed: the result is exactly').waitFor(slow);
    assert.equal(await page.locator('tr.winner th').innerText(), winner);
    const changed = Buffer.from(bundle);
    const at = changed.indexOf('"payload":"') + 40;
    changed[at] ^= 1;
    await drop(page, 'kb-drop', [{ name: 'bundle.json', bytes: changed }]);
    await page.getByText('The check failed').waitFor(slow);
    assert.equal(await page.locator('tr.winner').count(), 0);
    const sentence = page.locator('.checks div.bad, .problem dd strong').first();
    assert.match(await sentence.innerText(), /^[A-Z][a-z' ]+( [a-z']+){2}/);
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('heading', { name: '核验未通过' }).waitFor();
    assert.match(await sentence.innerText(), /^[\u4e00-\u9fff，]{6}/);
    await page.getByRole('button', { name: 'English' }).click();
});

test('a file brought to the wrong page is told where it belongs, and a foreign bundle on whose word it rests', async () => {
    const { page } = visitor;
    const bundle = Buffer.from(await (await fetch(`${centre.url}/api/lots/${lot}/bundle`)).arrayBuffer());
    const receipt = await readFile(join(centre.folder, 'receipt.json'));
    for (const [path, name, bytes, told] of [
        ['/verify', 'receipt.json', receipt, 'It seems to be a receipt: take it to "Check a receipt".'],
        ['/verify', 'plan.pdf', pdf(1000), 'It seems to be a PDF.'],
        ['/receipt', 'bundle.json', bundle, 'It seems to be a bundle: take it to "Verify a result".'],
    ]) {
        await page.goto(`${centre.url}${path}`);
        await drop(page, 'kb-drop', [{ name, bytes }]);
        await page.getByText('The file is of another kind than the one needed here.').waitFor(slow);
        assert.ok((await page.locator('.problem code').innerText()).startsWith(`file_kind_wrong · ${name}`));
        await page.locator('.problem').getByText(told).waitFor();
    }
    await page.getByRole('button', { name: '中文' }).click();
    await page.locator('.problem').getByText('这似乎是存证包，请到“核验结果”页。').waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    // Of what was changed after it was signed nothing is said but that.
    await page.goto(`${centre.url}/verify`);
    const other = Buffer.from(bundle.toString('latin1').replaceAll(/"origin":"[^"]+"/g, '"origin":"elsewhere.example/log"'), 'latin1');
    await drop(page, 'kb-drop', [{ name: 'bundle.json', bytes: other }]);
    await page.locator('.verdict').getByText('the other checks were not made; /note is where the signature over the whole file stands').waitFor(slow);
    assert.equal(await page.getByRole('heading', { name: 'What this relies on' }).count(), 0);
});

test('a bundle of a centre whose roots are not trusted: the rest is told under its own roots, and nobody is shown as a winner; what is no bundle is told what one is', async () => {
    const bundle = Buffer.from(await (await fetch(`${centre.url}/api/lots/${lot}/bundle`)).arrayBuffer());
    const elsewhere = await startCentre();
    const stranger = await person(browser, elsewhere.url);
    const { page } = stranger;
    await trust(stranger);
    await page.goto(`${elsewhere.url}/verify`);
    for (const bytes of ['{}', 'price: 21000000', Buffer.from([0xff, 0x00])]) {
        await drop(page, 'kb-drop', [{ name: 'bundle.json', bytes }]);
        await page.locator('.problem').getByText('This is no bundle. A bundle is the file bundle.json from the page "Result"').waitFor(slow);
        assert.equal(await page.locator('.checks, .verdict').count(), 0);
    }
    await drop(page, 'kb-drop', [{ name: 'bundle.json', bytes: bundle }]);
    await page.getByText('The check failed').waitFor(slow);
    // As the command line tells it: the roots are wrong, everything else holds.
    const failed = page.locator('.checks > li', { has: page.locator('span.bad') });
    assert.equal(await failed.count(), 1);
    await failed.getByText('bundle_anchor_mismatch · /body/roots').waitFor();
    await page.locator('.checks').getByText('By the roots in the bundle').waitFor();
    // A browser that accepted another centre's anchors is not told that it accepted none.
    await page.getByText(/does not include roots and a log key for the centre that the bundle names \(\S+\)/).waitFor();
    await page.getByRole('heading', { name: 'What the bundle says (not established)' }).waitFor();
    const ranks = await page.locator('td[data-label="Candidate"]').allInnerTexts();
    assert.deepEqual([...new Set(ranks)], ['not checked']);
    assert.equal(await page.locator('tr.winner').count(), 0);
    await assertAccessible(page);
    assertCalm(stranger);
    await stranger.close();
    await elsewhere.stop();
});

test('a lot that nobody bids for says at its deadline of each step that it will not happen', async () => {
    const { page } = tenderer;
    await publish(tenderer, { seconds: 30, supervisor: supervisorParty, code: 'QY-2026-0904' });
    const tasks = page.locator('kb-tenderer-acts li');
    await tasks.getByText('Will not happen').first().waitFor({ timeout: 300_000 });
    assert.equal(await tasks.getByText('Will not happen').count(), 3);
    assert.equal(await tasks.getByText('Later').count(), 0);
    await page.getByRole('button', { name: '中文' }).click();
    assert.equal(await tasks.getByText('不再进行').count(), 3);
    await page.getByRole('button', { name: 'English' }).click();
    const address = page.url();
    for (const place of ['result', 'opening']) {
        await page.goto(`${address}/${place}`);
        await page.getByText('There were too few bidders: nothing was opened, and there will be no result.').waitFor();
    }
});

test('the page with keys of this browser has no serious finding', async () => {
    const { page } = alpha;
    await page.goto(`${centre.url}/login`);
    await page.getByRole('button', { name: 'Export a backup of the key' }).waitFor();
    await assertAccessible(page);
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.goto(`${centre.url}/login`);
    await page.getByRole('radio').first().waitFor();
    await assertAccessible(page);
});

test('no page raised an error or broke the content security policy', () => {
    assertCalm(tenderer, supervisor, alpha, beta, gamma, expert, visitor);
});
