// A server, or somebody between, that lies at the opening: the bidder's page gives nothing away, says in both languages
// which look failed and why, and keeps the evidence. Then the same bid is released from another computer, with an
// imported key and the printed code; and keys that openssl made.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before } from 'node:test';
import {
    addFiles, assertCalm, fillOffer, passphrase, person, publish, saved, sealAndSubmit, signDialogue, signUp, startBrowser,
    startCentre, steps, trust, volume,
} from './support.mjs';

const slow = { timeout: 90_000 };
const supervisor = { id: '11330900MB0QY00026', name: '清源市公共资源交易监督管理局' };
let centre, fork, browser, tenderer, alpha, second, lot, recoveryCode, firstReceipt, oldCheckpoint, backup;
const released = [];

before(async () => {
    centre = await startCentre({ settings: ['log.cover_milliseconds=500'] });
    browser = await startBrowser();
    [tenderer, alpha, second] = await Promise.all(Array.from({ length: 3 }, () => person(browser, centre.url)));
}, slow);
after(async () => {
    await browser?.close();
    await Promise.all([centre?.stop(), fork?.stop()]);
});

const test = steps();
const text = async (url) => (await fetch(url)).text();
const logSize = async () => Number((await text(`${centre.url}/api/log/checkpoint`)).split('\n')[1]);

test('a bid is submitted twice and the opening starts; meanwhile somebody copied the centre with its keys', async () => {
    await signUp(tenderer, 'tenderer', '12330900MB0QY00018', '清源市城市建设投资集团有限公司');
    await signUp(alpha, 'bidder', '91330900MA2QY10017', '浙东路桥建设有限公司', '陈立新');
    await trust(alpha);
    lot = await publish(tenderer, { seconds: 35, supervisor });
    const { page } = alpha;
    for (const [price, words] of [['21000000', '贰仟壹佰万元整'], ['20900000', '贰仟零玖拾万元整']]) {
        oldCheckpoint ??= await text(`${centre.url}/api/log/checkpoint`);
        await page.goto(`${centre.url}/lots/${lot}/seal`);
        await page.getByText("The notice's signature is valid").waitFor(slow);
        await fillOffer(page, price, words);
        await addFiles(page, [volume('plan.pdf', 100_000)]);
        recoveryCode = await sealAndSubmit(page);
        firstReceipt ??= await saved(page, 'Download the receipt');
    }
    await tenderer.page.goto(`${centre.url}/lots/${lot}`);
    await tenderer.page.getByRole('button', { name: 'Start the opening' }).click({ timeout: 60_000 });
    await signDialogue(tenderer.page);
    fork = await startCentre({ copyOf: centre, settings: ['log.cover_milliseconds=200'] });
    page.on('request', (request) => {
        if (request.method() === 'POST' && request.url().includes('/releases')) released.push(request.url());
    });
    await page.goto(`${centre.url}/lots/${lot}/opening`);
    await page.getByRole('button', { name: 'Release my bid' }).waitFor(slow);
});

const json = (change) => async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    change(body);
    await route.fulfill({ response: answer, json: body });
};
const fulfill = (change) => async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: change(await answer.text()) });
};
const changeEvents = (keep) => json((body) => (body.events = body.events.filter(keep)));
const typeOf = (event) => JSON.parse(event.header).type;
/** Another log, or the same log as a copy of the centre continues it. */
const elsewhere = (route) => {
    const { pathname, search } = new URL(route.request().url());
    return text(`${fork.url}${pathname}${search}`).then((body) => route.fulfill({ body }));
};

const changedPayload = (event, change) => {
    const payload = JSON.parse(Buffer.from(event.payload, 'base64').toString());
    const jws = payload.command ?? payload.jws ?? payload;
    change(jws);
    event.payload = Buffer.from(JSON.stringify(payload)).toString('base64').replace(/=+$/, '');
};

/** What is lied about: the addresses, the lie, the look that fails, and what the page says in English and Chinese. */
const lies = [
    ['the checkpoint is signed by another key', '**/api/log/checkpoint', fulfill((note) => note.replace(/(.)(.{8})\n$/, (_, one, rest) => `${one === 'A' ? 'B' : 'A'}${rest}\n`)),
        'log', /signature on the note is wrong/, /便笺上的签名不正确/],
    ['the checkpoint is of another log', '**/api/log/checkpoint', fulfill((note) => note.replace(/^.*\n/, 'another.example/log\n')),
        'log', /signature|another log/, /签名|其他日志/],
    ['the log is the one of before the bid', '**/api/log/checkpoint', (route) => route.fulfill({ body: oldCheckpoint }),
        'growth', /has \d+ entries, but this browser has seen \d+/, /只有 \d+ 条，而本浏览器见过 \d+ 条/],
    ['the deadline on the page is moved', `**/api/lots/${'?'.repeat(32)}`, json((view) => (view.deadline = '2020-01-01T00:00:00.000Z')),
        'deadline', /The tenderer signed the deadline .*, but the server shows 2020-01-01 08:00:00/, /招标人签署的截止时间是 .*，服务器显示的却是 2020-01-01 08:00:00/],
    ['the deadline in the signed notice is moved', '**/api/lots/*/events*', json((body) => body.events.filter((event) => typeOf(event) === 'lot.published')
        .forEach((event) => changedPayload(event, (jws) => (jws.deadline = '2020-01-01T00:00:00.000Z')))), 'phase', /does not match|salt|payload|canonical/i, /不符|不一致|摘要/],
    ['the close is hidden', '**/api/lots/*/events*', changeEvents((event) => typeOf(event) === 'lot.published'), 'phase', /the lot is still in the phase “Open for bids”/, /标段还处在“投标中”阶段/],
    ['the start of the opening is hidden', '**/api/lots/*/events*', changeEvents((event) => !/opening/.test(typeOf(event))), 'phase', /in the phase “Closed”/, /“已截止”阶段/],
    ['one event in the middle is left out', '**/api/lots/*/events*', changeEvents((event) => typeOf(event) !== 'lot.closed'), 'phase', /./, /[\u4e00-\u9fff]/],
];

async function failedLooks(page) {
    return page.locator('.checks li', { has: page.locator('.bad') }).allInnerTexts();
}

const lookNames = {
    log: [/The checkpoint is signed by the log key you accepted/, /存证点由您接受过的日志密钥签名/],
    deadline: [/The deadline that the tenderer signed has passed/, /已过招标人签署的投标截止时间/],
    growth: [/The log only grew since this browser last looked/, /日志只增不减/],
    phase: [/Every event up to the opening is in the log/, /公告到开标的每个事件都在日志里/],
    frozen: [/The frozen set holds your newest receipt/, /冻结的投标集合里有您最新的回执/],
};

/** Tries to release, and finds the look refused and explained in both languages. */
async function refused(what, name, english, chinese) {
    const { page } = alpha;
    await page.getByRole('button', { name: 'Release my bid' }).click();
    const alarm = page.getByRole('alert').filter({ hasText: 'Nothing was released: a check failed' });
    await alarm.waitFor(slow);
    assert.match((await failedLooks(page)).join('\n'), lookNames[name][0], what);
    const line = alarm.locator('li').filter({ hasText: lookNames[name][0] });
    assert.match(await line.innerText(), english, what);
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByText('没有释放任何内容').waitFor();
    const zh = page.getByRole('alert').locator('li').filter({ hasText: lookNames[name][1] });
    assert.match(await zh.innerText(), chinese, what);
    await page.getByRole('button', { name: 'English' }).click();
    assert.deepEqual(released, [], `${what}: a release left the browser`);
}

test('whatever the server says wrongly, nothing is released; the look is named and explained, and the evidence saved', async () => {
    const { page, context } = alpha;
    for (const [what, address, lie, name, english, chinese] of lies) {
        let asked = 0;
        await context.route(address, async (route) => {
            asked += 1;
            await lie(route);
        });
        await page.reload();
        await page.getByRole('button', { name: 'Release my bid' }).waitFor(slow);
        await refused(what, name, english, chinese);
        assert.ok(asked > 0, `${what}: was not asked for`);
        const evidence = JSON.parse(await saved(page, 'Save the evidence'));
        assert.equal(evidence.format, 'kaibiao/evidence/v1');
        assert.equal(evidence.lot, lot);
        assert.ok(evidence.looks.some((look) => look.name === name && !look.passed && look.sentence), what);
        assert.match(evidence.said.checkpoint, /^[^\n]+\n\d+\n/);
        assert.ok(evidence.held.length > 0, 'the receipts of this browser are something to compare with');
        assert.doesNotMatch(JSON.stringify(evidence), new RegExp(recoveryCode.slice(0, 20)));
        await context.unroute(address);
    }
});

test('a log that was forked, with the right key, is not the one that this browser saw grow', async () => {
    const { page, context } = alpha;
    // The true log goes on and this browser sees it; the copy grows past it, but into another tree.
    await page.reload();
    await page.getByRole('button', { name: 'Release my bid' }).waitFor(slow);
    await context.route('**/api/log/proof*', (route) => route.abort());
    await page.getByRole('button', { name: 'Release my bid' }).click();
    await page.getByText('Nothing was released: a check failed').waitFor(slow);
    await context.unroute('**/api/log/proof*');
    const seen = await logSize();
    while (Number((await text(`${fork.url}/api/log/checkpoint`)).split('\n')[1]) <= seen) await page.waitForTimeout(200);
    await context.route('**/api/log/*', elsewhere);
    await refused('a fork', 'growth', /does not lead to the checkpoint's root/, /证明与存证点的树根不符/);
    const { looks } = JSON.parse(await saved(page, 'Save the evidence'));
    assert.deepEqual(looks.filter((look) => !look.passed).map((look) => look.name), ['growth'], 'by itself the forked log looks right');
    await context.unroute('**/api/log/*');
});

test('a server that calls itself by another name than the one the bid was sealed for gets nothing', async () => {
    const { page, context } = alpha;
    await context.route('**/api/centre', json((about) => (about.origin = 'another.example/log')));
    await page.reload();
    await page.getByRole('button', { name: 'Release my bid' }).waitFor(slow);
    await refused('another origin', 'log', /sealed for the log .*; the server now calls itself another\.example\/log/, /密封的，服务器现在自称“another\.example\/log”/);
    await context.unroute('**/api/centre');
    await page.reload();
    await page.getByRole('button', { name: 'Release my bid' }).waitFor(slow);
});

test('the receipt of a replaced bid is not taken for the newest', async () => {
    const { page, context } = alpha;
    await context.route('**/api/lots/*/receipts/*', (route) => route.fulfill({ contentType: 'application/json', body: firstReceipt }));
    await page.evaluate(() => new Promise((done) => {
        const opening = indexedDB.open('kaibiao');
        opening.onsuccess = () => {
            const transaction = opening.result.transaction('receipts', 'readwrite');
            transaction.objectStore('receipts').clear();
            transaction.oncomplete = done;
        };
    }));
    await refused('an old receipt', 'frozen', /What was frozen is not your newest submission/, /冻结的不是您最新的一次递交/);
    await context.unroute('**/api/lots/*/receipts/*');
});

test('the key goes to another computer as a backup file; a wrong passphrase opens nothing there, and loses nothing', async () => {
    await alpha.page.getByRole('button', { name: 'Log out' }).click();
    await alpha.page.goto(`${centre.url}/login`);
    backup = await saved(alpha.page, 'Export a backup of the key');
    assert.match(backup, /BEGIN ENCRYPTED PRIVATE KEY[\s\S]*BEGIN CERTIFICATE/);
    const { page } = second;
    await page.goto(`${centre.url}/login`);
    await page.getByRole('button', { name: 'Import a key' }).click();
    await page.getByLabel('Encrypted private key (PEM)').fill(backup);
    await page.getByLabel('Passphrase of the key').fill('not the passphrase');
    await page.getByRole('button', { name: 'Import and log in' }).click();
    await page.getByText('The passphrase does not open the private key.').waitFor(slow);
    assert.equal(await page.getByLabel('Encrypted private key (PEM)').inputValue(), backup);
    await page.getByLabel('Passphrase of the key').fill(passphrase);
    await page.getByRole('button', { name: 'Import and log in' }).click();
    await page.waitForURL(`${centre.url}/lots`, slow);
});

test('there the printed recovery code releases the bid, once it is typed right', async () => {
    const { page } = second;
    await trust(second);
    await page.goto(`${centre.url}/lots/${lot}/opening`);
    await page.getByRole('button', { name: 'Use the recovery code instead' }).click(slow);
    const last = recoveryCode.at(-1);
    await page.getByLabel('Recovery code').fill(recoveryCode.slice(0, -1) + (last === 'Q' ? 'P' : 'Q'));
    await page.getByRole('button', { name: 'Release my bid' }).click();
    await page.locator('.problem').getByText('The recovery code is mistyped').waitFor(slow);
    await page.getByLabel('Recovery code').fill(` ${recoveryCode.toLowerCase().replaceAll('-', ' ')} `);
    await page.getByRole('button', { name: 'Release my bid' }).click();
    await page.getByText('20,900,000.00').first().waitFor(slow);
});

test("keys that openssl made: an unknown CA is refused with a sentence and replaces nothing, the centre's logs in", async () => {
    const at = (name) => `${centre.folder}/${name}`;
    const openssl = (...args) => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', at('plain.pem'));
    openssl('pkcs8', '-topk8', '-in', at('plain.pem'), '-out', at('key.pem'), '-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA256', '-iter', '210000', '-passout', `pass:${passphrase}`);
    const subject = '/C=CN/O=浙东路桥建设有限公司/CN=陈立新/serialNumber=91330900MA2QY10017';
    openssl('req', '-x509', '-utf8', '-key', at('plain.pem'), '-subj', subject, '-days', '30', '-out', at('self.pem'));
    openssl('req', '-new', '-utf8', '-key', at('plain.pem'), '-subj', subject.replace('91330900MA2QY10017', '91330900OPENSSL01'), '-out', at('request.pem'));
    const { page } = alpha;
    const bring = async (certificate) => {
        await page.goto(`${centre.url}/login`);
        await page.getByRole('button', { name: 'Import a key' }).click();
        await page.getByLabel('Encrypted private key (PEM)').fill(readFileSync(at('key.pem'), 'utf8'));
        await page.getByLabel('Certificates (PEM)').fill(certificate);
        await page.getByLabel('Passphrase of the key').fill(passphrase);
        await page.getByRole('button', { name: 'Import and log in' }).click();
    };
    await bring(readFileSync(at('self.pem'), 'utf8'));
    await page.locator('.problem').getByText(/certificate_(unknown_root|wrong_usage)/).waitFor(slow);
    assert.match(await page.getByLabel('Certificates (PEM)').inputValue(), /BEGIN CERTIFICATE/);
    const issued = await page.evaluate(async (csr) => {
        const { csrf } = await (await fetch('/api/session')).json();
        const answer = await fetch('/api/ca/request', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf }, body: JSON.stringify({ csr, role: 'bidder' }) });
        return answer.json();
    }, readFileSync(at('request.pem'), 'utf8'));
    await bring(issued.chain.join(''));
    await page.waitForURL(`${centre.url}/lots`, slow);
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.goto(`${centre.url}/login`);
    await page.getByRole('radio', { name: /91330900MA2QY10017/ }).check();
    await page.getByLabel('Passphrase of the key').fill(passphrase);
    await page.getByRole('button', { name: 'Log in', exact: true }).click();
    await page.waitForURL(`${centre.url}/lots`, slow);
    await page.getByText('浙东路桥建设有限公司').waitFor();
    assertCalm(tenderer, alpha, second);
});
