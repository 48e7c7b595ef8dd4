// A server, or somebody between, that lies at the opening: the bidder's page gives nothing away, says which look failed
// and keeps the evidence. The centre has a witness (another implementation than ours), so the looks want its cosignature. Then the same bid is released from another computer, with an imported key and the printed code.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test as nodeTest } from 'node:test';
import {
    assertCalm, lie, passphrase, pdf, person, publish, signDialogue, signUp, startBrowser, startCentre, trust, unhurried, unlockDialogue,
} from './support.mjs';
import { JsWitness, cosign, cosignedAt, parseNote } from '../server/support/log.mjs';

const slow = { timeout: 90_000 };
const supervisorParty = { id: '11330900MB0QY00026', name: '清源市公共资源交易监督管理局' };
const policy = join(tmpdir(), `kaibiao-looks-${process.pid}.policy`);
let witness, centre, browser, tenderer, alpha, lot, recoveryCode, receipt, deadline, backup;

before(async () => {
    witness = await new JsWitness('browser.example', []).start();
    writeFileSync(policy, `witness W ${witness.key.vkey} ${witness.url}\nquorum W\n`);
    centre = await startCentre({ settings: [`log.policy=${policy}`, 'log.witness_milliseconds=50', 'log.witness_pause_milliseconds=500'] });
    witness.logs = new JsWitness('x', [(await (await fetch(`${centre.url}/api/centre`)).json()).log_key]).logs;
    browser = await startBrowser();
    [tenderer, alpha] = await Promise.all([person(browser, centre.url), person(browser, centre.url)]);
}, slow);
after(async () => {
    await browser?.close();
    await centre?.stop();
    await witness?.stop();
    rmSync(policy, { force: true });
});

let broken = false;
function test(name, act) {
    nodeTest(name, { timeout: 600_000 }, async (t) => {
        if (broken) return t.skip('an earlier step failed');
        broken = true;
        await act(t);
        broken = false;
    });
}

const save = async (page, button, file) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()]);
    await download.saveAs(`${centre.folder}/${file}`);
    return readFileSync(`${centre.folder}/${file}`, 'utf8');
};

/** A bidder that has a key here, logged out and at the login page. */
async function atLogin(id) {
    const guest = await person(browser, centre.url);
    await signUp(guest, 'bidder', id, '东海建工有限公司', '方小平');
    await guest.page.getByRole('button', { name: 'Log out' }).click();
    await guest.page.goto(`${centre.url}/login`);
    return guest;
}

/** The answer to the next question for a challenge, changed; and what the page sent to log in. */
async function falsifiedLogin(page, change, act) {
    const posts = [];
    const note = (request) => { if (request.method() === 'POST' && new URL(request.url()).pathname === '/api/login') posts.push(request.postData()); };
    page.on('request', note);
    const lying = await lie(page.context(), /\/api\/login\/challenge$/, (text) => JSON.stringify({ ...JSON.parse(text), ...change }));
    await act();
    lying.end();
    page.off('request', note);
    assert.equal(lying.asked, 1, 'the page asked for a challenge');
    return posts;
}

test('a challenge of another origin is not signed: it is told in both languages and no login is sent', async () => {
    const guest = await atLogin('91330900MA2QY10041');
    const { page } = guest;
    const field = page.getByLabel('Passphrase of the key');
    const press = async (origin) => {
        await page.getByRole('button', { name: 'Log in', exact: true }).click();
        await page.locator('.problem').getByText('login_challenge_invalid').waitFor(slow);
        assert.equal(await page.locator('.problem').getByText(origin).count(), 1, 'the other origin is named');
    };
    await field.fill(passphrase);
    for (const origin of ['https://centre.example', `${centre.url}/`, centre.url.replace('http:', 'https:'), centre.url.replace(/\d+$/, '1')]) {
        assert.deepEqual(await falsifiedLogin(page, { origin }, () => press(origin)), [], `signed for ${origin}`);
    }
    const told = page.locator('.problem');
    assert.match(await told.innerText(), /What happened[\s\S]*sign a challenge of another site[\s\S]*was not signed[\s\S]*What to do\s+Load the page again/);
    await page.getByRole('button', { name: '中文' }).click();
    assert.match(await told.innerText(), /发生了什么[\s\S]*签署另一个网站的登录质询[\s\S]*没有签署[\s\S]*login_challenge_invalid/);
    await page.getByRole('button', { name: 'English' }).click();
    assert.equal((await page.evaluate(async () => (await fetch('/api/session')).json())).role, null);
    assert.equal(await field.inputValue(), passphrase, 'what was typed is still there');
    await page.getByRole('button', { name: 'Log in', exact: true }).click();
    await page.waitForURL(`${centre.url}/lots`, slow);
    assertCalm(guest);
    await guest.close();
});

test('a challenge that is really the text of a bid is signed as a login only, and the centre refuses it', async () => {
    const guest = await atLogin('91330900MA2QY10042');
    const { page } = guest;
    await page.getByLabel('Passphrase of the key').fill(passphrase);
    const nonce = Buffer.from(JSON.stringify({ purpose: 'submit', lot: '0'.repeat(32) })).toString('base64');
    const posts = await falsifiedLogin(page, { nonce }, async () => {
        await page.getByRole('button', { name: 'Log in', exact: true }).click();
        await page.locator('.problem').waitFor(slow);
    });
    assert.equal(posts.length, 1);
    const signed = posts[0].match(/"payload"\s*:\s*"([\w-]+)"/)?.[1] ?? posts[0].match(/[\w-]+\.([\w-]+)\.[\w-]+/)[1];
    const payload = JSON.parse(Buffer.from(signed, 'base64url').toString());
    assert.equal(payload.purpose, 'login');
    assert.equal(payload.origin, centre.url);
    assert.equal((await page.evaluate(async () => (await fetch('/api/session')).json())).role, null);
    assertCalm(guest);
    await guest.close();
});

test('a bidder submits and the opening starts', async () => {
    await signUp(tenderer, 'tenderer', '12330900MB0QY00018', '清源市城市建设投资集团有限公司');
    await signUp(alpha, 'bidder', '91330900MA2QY10017', '浙东路桥建设有限公司', '陈立新');
    await trust(alpha);
    const seconds = unhurried(25, 3);
    deadline = Date.now() + seconds * 1000;
    lot = await publish(tenderer, { seconds, supervisor: supervisorParty, minutes: 5 });
    const { page } = alpha;
    await page.goto(`${centre.url}/lots/${lot}/seal`);
    await page.getByLabel('Price (yuan)').fill('21000000');
    await page.getByLabel('Price in words').fill('贰仟壹佰万元整');
    await page.getByLabel('Duration (days)').fill('360');
    await page.getByLabel('Quality standard').fill('合格');
    await page.getByLabel('Project manager').fill('陈立新');
    await page.locator('#seal-files input[type="file"]').setInputFiles({ name: 'plan.pdf', mimeType: 'application/pdf', buffer: pdf(100_000) });
    await page.getByRole('button', { name: 'Seal and upload' }).click();
    await unlockDialogue(page);
    await page.locator('.recovery').waitFor(slow);
    recoveryCode = (await page.locator('.recovery').textContent()).trim();
    await page.getByLabel('I printed or wrote down').check();
    await page.getByRole('button', { name: 'Review, sign and submit' }).click(slow);
    await signDialogue(page);
    await page.getByText('The receipt is valid').waitFor(slow);
    receipt = page.url();
    // The receipt was given before the witness could see it; the witnessed one takes its place by itself.
    await page.locator('.receipt-card').getByText('browser.example').waitFor(slow);
    await page.reload();
    await page.locator('.receipt-card').getByText('browser.example').waitFor(slow);
    await tenderer.page.goto(`${centre.url}/lots/${lot}`);
    await tenderer.page.getByRole('button', { name: 'Start the opening' }).click({ timeout: 300_000 });
    await signDialogue(tenderer.page);
    await page.goto(`${centre.url}/lots/${lot}/opening`);
    await page.getByRole('button', { name: 'Release my bid' }).waitFor(slow);
});

/** A proof whose cosignature is of before the deadline, as of a witness that has not seen it yet. */
function cosignedEarly(proof) {
    const note = proof.slice(proof.indexOf('\n\n') + 2);
    return proof.slice(0, proof.trimEnd().lastIndexOf('\n') + 1) + cosign(witness.key, parseNote(note).text, Math.floor(deadline / 1000) - 10);
}

// Each lie: what is asked, how the answer is changed, the look that must fail, how often the page asks at least.
const lies = [
    ['the newest event is hidden', /\/events$/, (text) => { const page = JSON.parse(text); page.events.pop(); return JSON.stringify(page); }, 'Every event up to the opening is in the log'],
    ['no witness has cosigned', /\/api\/log\/witnessed$/, (text) => text.replace(/\n[^\n]+\n$/, '\n'), 'The checkpoint is signed by the log key'],
    ['no witness has cosigned since the deadline', /\/api\/log\/proof$/, cosignedEarly, 'Every event up to the opening is in the log', 5],
    ['a checkpoint is signed by another key', /\/api\/log\/witnessed$/, (text) => text.replace(/(.)(.{3})\n$/, (_, one, rest) => `${one === 'A' ? 'B' : 'A'}${rest}\n`), 'The checkpoint is signed by the log key you accepted'],
    ['a root is another than the tree\'s', /\/api\/log\/consistency$/, (text) => text.replace(/"[0-9a-f]{64}"/, `"${'0'.repeat(64)}"`), 'The log only grew'],
    ['the notice has another deadline', /\/events$/, (text) => text.replace(/("payload":\s*")(.{200})(.)/, (_, open, start, one) => open + start + (one === 'A' ? 'B' : 'A')), 'Every event up to the opening is in the log'],
];

test('whatever the server says wrongly, nothing is released and the look is named', async () => {
    const { page, context } = alpha;
    let sent = 0;
    page.on('request', (request) => { if (request.method() === 'POST' && request.url().includes('/releases')) sent += 1; });
    const logSize = async () => Number((await (await fetch(`${centre.url}/api/log/checkpoint`)).text()).split('\n')[1]);
    const seen = await logSize();
    for (const [what, path, change, look, times = 1] of lies) {
        // Decoys make the log grow every few seconds.
        while (path.source.includes('consistency') && (await logSize()) === seen) await page.waitForTimeout(200);
        const lying = await lie(context, path, change);
        await page.getByRole('button', { name: 'Release my bid' }).click();
        await page.getByText('Nothing was released').waitFor(slow);
        const failed = page.locator('.checks li', { has: page.locator('.bad') });
        assert.ok(lying.asked >= times, `${what}: asked for ${lying.asked} times`);
        assert.match((await failed.allTextContents()).join('\n'), new RegExp(look), what);
        lying.end();
    }
    assert.equal(sent, 0, 'a release left the browser');
    const evidence = JSON.parse(await save(page, 'Save the evidence', 'evidence.json'));
    assert.equal(evidence.lot, lot);
    assert.match(evidence.said.checkpoint, /^[^\n]+\n\d+\n/);
    assert.ok(cosignedAt(evidence.said.checkpoint, witness.key.vkey) * 1000 > deadline, 'the witness saw the log after the deadline');
    assert.match(evidence.accepted.policy, /^# 试用/);
    assert.ok(JSON.parse(evidence.said.events).events.length > 2);
    assert.ok(evidence.looks.some((look) => !look.passed));
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByText('没有释放任何内容').waitFor();
    await page.getByText('公告到开标的每个事件都在日志里').first().waitFor();
    await page.getByRole('button', { name: 'English' }).click();
});

test('the key goes to another computer as a backup file; a wrong passphrase opens nothing there', async () => {
    await alpha.page.getByRole('button', { name: 'Log out' }).click();
    await alpha.page.goto(`${centre.url}/login`);
    backup = await save(alpha.page, 'Export a backup of the key', 'backup.pem');
    assert.match(backup, /BEGIN ENCRYPTED PRIVATE KEY[\s\S]*BEGIN CERTIFICATE/);
    const second = await person(browser, centre.url);
    // Who is not logged in is told on the pages of the opening, and comes back to them.
    const hall = `${centre.url}/lots/${lot}/opening`;
    for (const path of [hall, receipt]) {
        await second.page.goto(path);
        await second.page.getByText('released at the opening only when you are logged in').waitFor(slow);
    }
    assert.equal(await second.page.locator('.problem').count(), 0);
    await second.page.goto(hall);
    await second.page.locator('.notice').getByRole('link', { name: 'Log in' }).click();
    await second.page.getByRole('button', { name: 'Import a key' }).click();
    await second.page.getByLabel('Encrypted private key (PEM)').fill(backup);
    await second.page.getByLabel('Passphrase of the key').fill('not the passphrase');
    await second.page.getByRole('button', { name: 'Import and log in' }).click();
    await second.page.getByText('The passphrase does not open the private key.').waitFor(slow);
    assert.equal(await second.page.getByLabel('Encrypted private key (PEM)').inputValue(), backup, 'what was typed is still there');
    await second.page.getByLabel('Passphrase of the key').fill(passphrase);
    await second.page.getByRole('button', { name: 'Import and log in' }).click();
    await second.page.waitForURL(hall, slow);
    assert.equal(await second.page.getByText('only when you are logged in').count(), 0);
    alpha.second = second;
});

test('there the printed recovery code releases the bid', async () => {
    assert.ok(Date.now() > deadline);
    const { second } = alpha;
    await trust(second);
    await second.page.goto(`${centre.url}/trust`);
    await second.page.getByText('A trial witness: it is run by the centre itself').waitFor(slow);
    await second.page.goto(`${centre.url}/lots/${lot}/opening`);
    await second.page.getByRole('button', { name: 'Use the recovery code instead' }).click(slow);
    await second.page.getByLabel('Recovery code').fill(recoveryCode.replace(/.$/, (last) => (last === 'Q' ? 'P' : 'Q')));
    await second.page.getByRole('button', { name: 'Release my bid' }).click();
    await second.page.locator('.problem').getByText('recovery_code_wrong').waitFor(slow);
    await second.page.getByLabel('Recovery code').fill(recoveryCode);
    // The witnesses come a moment late: that is waited for, and nobody is alarmed.
    const late = await lie(second.context, /\/api\/log\/witnessed$/, (text) => (late.asked < 2 ? text.replace(/\n[^\n]+\n$/, '\n') : null));
    await second.page.getByRole('button', { name: 'Release my bid' }).click();
    await second.page.getByRole('button', { name: 'Waiting for the witnesses' }).waitFor(slow);
    assert.equal(await second.page.getByText('Nothing was released').count(), 0);
    await second.page.getByText('21,000,000.00').first().waitFor(slow);
    assert.equal(late.asked, 2);
    assertCalm(second);
});

test('keys that openssl made: an unknown CA is refused by name, one of the centre\'s CA logs in', async () => {
    const at = (name) => `${centre.folder}/${name}`;
    const openssl = (...args) => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
    openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', at('plain.pem'));
    openssl('pkcs8', '-topk8', '-in', at('plain.pem'), '-out', at('key.pem'), '-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA256', '-iter', '210000', '-passout', `pass:${passphrase}`);
    const subject = '/C=CN/O=OpenSSL Bidder/CN=OpenSSL Bidder/serialNumber=91330900OPENSSL01';
    openssl('req', '-x509', '-key', at('plain.pem'), '-subj', subject, '-days', '30', '-out', at('self.pem'));
    openssl('req', '-new', '-key', at('plain.pem'), '-subj', subject, '-out', at('request.pem'));
    const guest = await person(browser, centre.url);
    const fill = async (certificate) => {
        await guest.page.goto(`${centre.url}/login`);
        await guest.page.getByRole('button', { name: 'Import a key' }).click();
        await guest.page.getByLabel('Encrypted private key (PEM)').fill(readFileSync(at('key.pem'), 'utf8'));
        await guest.page.getByLabel('Certificates (PEM)').fill(certificate);
        await guest.page.getByLabel('Passphrase of the key').fill(passphrase);
        await guest.page.getByRole('button', { name: 'Import and log in' }).click();
    };
    await fill(readFileSync(at('self.pem'), 'utf8'));
    await guest.page.locator('.problem').waitFor(slow);
    assert.match(await guest.page.locator('.problem').textContent(), /certificate_[a-z_]+/);
    const issued = await guest.page.evaluate(async (csr) => {
        const { csrf } = await (await fetch('/api/session')).json();
        const answer = await fetch('/api/ca/request', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf }, body: JSON.stringify({ csr }) });
        return answer.json();
    }, readFileSync(at('request.pem'), 'utf8'));
    writeFileSync(at('issued.pem'), issued.certificate);
    await fill(issued.certificate);
    await guest.page.waitForURL(`${centre.url}/lots`, slow);
    assertCalm(guest);
});
