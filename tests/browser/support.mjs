// A trial centre on a free port, a headless Chromium, and what people do in it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test as nodeTest } from 'node:test';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const kaibiao = process.env.KAIBIAO_BIN ?? join(root, 'build/release/kaibiao');
const web = process.env.KAIBIAO_WEB ?? join(root, 'build/web');
const { chromium } = createRequire(join(root, 'tests/package.json'))('playwright-core');
const axeSource = createRequire(join(root, 'tests/package.json')).resolve('axe-core/axe.min.js');

const chromiumFlags = [
    '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

async function freePort() {
    const probe = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => probe.once('listening', done));
    const { port } = probe.address();
    await new Promise((done) => probe.close(done));
    return port;
}

const begun = performance.now();
/** At least so many seconds, and `times` what this file has taken until now: a deadline that holds on a slow machine too. */
export const unhurried = (seconds, times) => Math.max(seconds, Math.ceil((times * (performance.now() - begun)) / 1000));
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** `bots`: the demo that plays all other roles; otherwise an empty trial centre. `copyOf`: another centre, whose data it starts with. */
export async function startCentre({ bots = false, copyOf = null, settings = [] } = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'kaibiao-browser-'));
    if (copyOf) cpSync(join(copyOf.folder, 'data'), join(folder, 'data'), { recursive: true });
    const port = await freePort();
    const common = ['--listen', `127.0.0.1:${port}`, '--data', join(folder, 'data'), '--web', web, ...settings.flatMap((one) => ['--set', one])];
    const url = `http://127.0.0.1:${port}`;
    let server;
    const start = async () => {
        server = spawn(kaibiao, bots ? ['demo', ...common] : ['serve', '--trial', ...common], { stdio: ['ignore', 'pipe', 'pipe'] });
        let told = '';
        for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk) => (told += chunk));
        for (let attempt = 0; ; attempt += 1) {
            const ready = await fetch(`${url}/readyz`).then((answer) => answer.ok, () => false);
            if (ready) break;
            if (attempt > 150 || server.exitCode !== null) throw new Error(`the server did not start:\n${told}`);
            await pause(100);
        }
    };
    const end = async () => {
        const ended = new Promise((done) => server.once('exit', done));
        server.kill('SIGTERM');
        await ended;
    };
    const restart = () => end().then(start);
    const stop = () => end().then(() => rmSync(folder, { recursive: true, force: true }));
    await start();
    return { url, stop, restart, folder };
}

export const startBrowser = (...flags) => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...chromiumFlags, ...flags] });

/** A person: a browser context of its own with one page that fails the test on any error of the page itself. `touch`: a phone. */
export async function person(browser, url, { language = 'en', width = 1280, drift = 0, touch = false } = {}) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, acceptDownloads: true, hasTouch: touch, isMobile: touch });
    await context.addInitScript(([chosen, ahead]) => {
        if (!localStorage.getItem('kaibiao.language')) localStorage.setItem('kaibiao.language', chosen);
        if (ahead) {
            const now = Date.now.bind(Date);
            Date.now = () => now() + ahead;
        }
    }, [language, drift]);
    const problems = [];
    const open = async (path = '/') => {
        const page = await context.newPage();
        page.setDefaultTimeout(30_000);
        page.on('pageerror', (error) => problems.push(String(error)));
        page.on('console', (message) => {
            if (/Content Security Policy|Uncaught/.test(message.text())) problems.push(message.text());
        });
        await page.goto(url + path);
        return page;
    };
    const page = await open();
    return { context, page, open, url, problems, close: () => context.close() };
}

const slow = { timeout: 60_000 };
export const passphrase = 'a long passphrase';

/** Makes a key in the login form and logs in. */
export async function signUp({ page, url }, role, id, organisation, name = organisation) {
    await page.goto(`${url}/login`);
    await page.getByLabel('Role').selectOption(role);
    await page.getByLabel('Unified social credit code').fill(id);
    await page.getByLabel('Organisation').fill(organisation);
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel('New passphrase').fill(passphrase);
    await page.getByLabel('Passphrase again').fill(passphrase);
    await page.getByRole('button', { name: 'Make a key, get a certificate' }).click();
    await page.waitForURL(`${url}/lots`, slow);
}

/** Accepts the centre's root and log key, as a person does after comparing them. */
export async function trust({ page, url }) {
    await page.goto(`${url}/trust`);
    await page.getByRole('button', { name: 'They agree' }).click();
    await page.getByText('They are the roots and log key accepted in this browser').first().waitFor();
}

/** Types the passphrase into the signing dialogue and signs. */
export async function signDialogue(page) {
    const dialogue = page.getByRole('dialog');
    await dialogue.getByLabel('Passphrase of the key').fill(passphrase);
    await dialogue.getByRole('button', { name: 'Sign', exact: true }).click();
    await dialogue.waitFor({ state: 'hidden', timeout: 30_000 });
}

export async function unlockDialogue(page) {
    const dialogue = page.getByRole('dialog');
    await dialogue.getByLabel('Passphrase of the key').fill(passphrase);
    await dialogue.getByRole('button', { name: 'Unlock', exact: true }).click();
    await dialogue.waitFor({ state: 'hidden', timeout: 30_000 });
}

/** What the page was told to keep in this store is written: a transaction waits for the writing ones before it. */
export const written = (page, store) => page.evaluate(async (name) => {
    const opening = indexedDB.open('kaibiao');
    const database = await new Promise((done) => (opening.onsuccess = () => done(opening.result)));
    await new Promise((done) => (database.transaction(name).objectStore(name).count().onsuccess = done));
    database.close();
}, store);

/** A slow disk: nothing is written to this store until what comes back is called. */
export async function holdUp(page, store) {
    await page.evaluate(async (name) => {
        const opening = indexedDB.open('kaibiao');
        const database = await new Promise((done) => (opening.onsuccess = () => done(opening.result)));
        const held = database.transaction(name, 'readwrite').objectStore(name);
        globalThis.heldUp = true;
        const hold = () => (globalThis.heldUp ? (held.count().onsuccess = hold) : database.close());
        await new Promise((done) => (held.count().onsuccess = done));
        hold();
    }, store);
    return () => page.evaluate(() => (globalThis.heldUp = false));
}

/** A PDF of about `size` bytes. */
export function pdf(size = 2000, mark = 'volume') {
    const filling = '%'.padEnd(80, mark).concat('\n').repeat(Math.max(1, Math.ceil(size / 81)));
    return Buffer.from(`%PDF-1.4\n${filling}1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n`);
}

/** What a `datetime-local` field holds for an instant, in centre time: the browser leaves out seconds that are zero, and Playwright refuses to fill in what the field would not hold. */
export const localField = (ms) => new Date(ms + 8 * 3600_000).toISOString().slice(0, 19).replace(/:00$/, '');

/** Publishes a notice; the deadline is `seconds` from now, the release window one minute. `names`: fields to fill; `lock` chooses another lock than the bidder's. Returns the lot's id. */
export async function publish({ page, url }, { seconds, supervisor, code = 'QY-2026-0900', method = 'comprehensive', minutes = 1, names = {}, lock = async () => {} }) {
    await page.goto(`${url}/lots/new`);
    for (const [label, text] of Object.entries(names)) await page.getByLabel(label, { exact: true }).fill(text);
    await page.getByLabel('Project code').fill(code);
    await page.getByLabel("Supervisor's id").fill(supervisor.id);
    await page.getByLabel('Supervisor', { exact: true }).fill(supervisor.name);
    await page.locator('#publish-deadline').fill(localField(Date.now() + seconds * 1000));
    await page.locator('#publish-windowMinutes').fill(String(minutes));
    await page.locator('#publish-method').selectOption(method);
    await page.locator('#publish-ceiling').fill('23450000.00');
    await lock();
    const english = await Promise.all(['Project in English (optional)', 'Lot in English (optional)'].map((label) => page.getByLabel(label).inputValue()));
    assert.ok(english.every((text) => text.trim()), 'nothing to look for');
    await page.getByRole('button', { name: 'Review and sign' }).click();
    // What is signed is shown in both languages.
    for (const text of english) await page.getByRole('dialog').getByText(text, { exact: true }).waitFor(slow);
    await signDialogue(page);
    await page.waitForURL(/\/lots\/[0-9a-f]{32}$/, slow);
    return page.url().split('/').at(-1);
}

export function assertCalm(...people) {
    for (const { problems } of people) assert.deepEqual(problems, []);
}

/** Steps of which each needs the one before: after a failure the rest would only wait. */
export function steps(timeout = 600_000) {
    let broken = false;
    return (name, act) => nodeTest(name, { timeout }, async (t) => {
        if (broken) return t.skip('an earlier step failed');
        broken = true;
        await act(t);
        broken = false;
    });
}

/** Drops files on a place as a hand with a mouse does. `files`: [{ name, bytes }]. */
export async function drop(page, place, files) {
    const list = files.map(({ name, bytes }) => ({ name, bytes: Buffer.from(bytes).toString('base64') }));
    const transfer = await page.evaluateHandle((given) => {
        const data = new DataTransfer();
        for (const { name, bytes } of given) data.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name));
        return data;
    }, list);
    for (const type of ['dragenter', 'dragover', 'drop']) await page.locator(place).locator('.drop').dispatchEvent(type, { dataTransfer: transfer });
}

/** Presses Tab until the element has the focus, as somebody without a mouse does. */
export async function tabTo(page, locator) {
    await locator.waitFor();
    for (let pressed = 0; pressed < 150; pressed += 1) {
        if (await locator.evaluate((element) => element === document.activeElement)) return;
        await page.keyboard.press('Tab');
    }
    assert.fail(`not reached by keyboard: ${locator}`);
}

/** What a button saves, as text. */
export async function saved(page, button) {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button, exact: true }).click()]);
    return readFileSync(await download.path(), 'utf8');
}

/** The opening sheet's fields, by label. */
export async function fillOffer(page, price, words) {
    await page.getByLabel('Price (yuan)').fill(price);
    await page.getByLabel('Price in words').fill(words);
    await page.getByLabel('Duration (days)').fill('360');
    await page.getByLabel('Quality standard').fill('合格');
    await page.getByLabel('Project manager').fill('陈立新');
}

/**
 * A server that lies: `change(text, path)` gives what the pages of the context are told instead of each answer to a GET or
 * POST whose path matches; null leaves it. It stands in the page and not in the browser's network, whose interception waits
 * for every Worker, also for one that is ending. Returns how often an answer was changed, and a way to end it.
 */
export async function lie(context, path, change) {
    const state = { asked: 0, ended: false, end() { this.ended = true; } };
    const name = `lie${Math.random().toString(36).slice(2)}`;
    await context.exposeFunction(name, (asked, text) => {
        if (state.ended || !path.test(asked)) return null;
        if (text === null) return '';
        const changed = change(text, asked);
        if (changed !== null) state.asked += 1;
        return changed;
    });
    const lay = (told) => {
        const real = globalThis.fetch;
        globalThis.fetch = async (...request) => {
            const answer = await real(...request);
            const asked = new URL(answer.url).pathname;
            if ((await globalThis[told](asked, null)) === null) return answer;
            const changed = await globalThis[told](asked, await answer.clone().text());
            return changed === null ? answer : new Response(changed, { status: answer.status, headers: answer.headers });
        };
    };
    await context.addInitScript(lay, name);
    for (const page of context.pages()) await page.evaluate(lay, name);
    return state;
}

export const addFiles = (page, files) => page.locator('#seal-files input[type="file"]').setInputFiles(files);
export const volume = (name, size, mark) => ({ name, mimeType: 'application/pdf', buffer: pdf(size, mark) });

export async function sealFilled(page) {
    await page.getByRole('button', { name: 'Seal and upload' }).click();
    await unlockDialogue(page);
}

/** From the filled form to a bid whose receipt the page has checked. Returns the recovery code. */
export async function sealAndSubmit(page) {
    await sealFilled(page);
    await page.locator('.recovery').waitFor(slow);
    const code = (await page.locator('.recovery').textContent()).trim();
    await submitSealed(page);
    return code;
}

export async function submitSealed(page) {
    await page.getByLabel('I printed or wrote down').check();
    await page.getByRole('button', { name: 'Review, sign and submit' }).click(slow);
    await signDialogue(page);
    await page.getByText('The receipt is valid').waitFor(slow);
}

/** No serious finding of axe, and no sideways scrolling. */
export async function inspect(page) {
    await page.locator('main h1, main .problem').first().waitFor();
    await page.waitForTimeout(300);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    // axe is put in through the debugger, which the content security policy does not bind.
    await page.evaluate(readFileSync(axeSource, 'utf8'));
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    return { overflow, serious: serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).slice(0, 3).join(', ')}`) };
}

/** The page as it stands, wide and on a phone. */
export async function assertAccessible(page) {
    const asked = page.viewportSize();
    for (const width of [390, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        const found = { page: page.url(), width, ...(await inspect(page)) };
        assert.deepEqual(found, { page: page.url(), width, overflow: 0, serious: [] });
    }
    await page.setViewportSize(asked);
}
