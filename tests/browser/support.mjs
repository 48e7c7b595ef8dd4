// A trial centre on a free port, a headless Chromium, and what people do in it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const kaibiao = process.env.KAIBIAO_BIN ?? join(root, 'build/release/kaibiao');
const web = process.env.KAIBIAO_WEB ?? join(root, 'build/web');
const { chromium } = createRequire(join(root, 'tests/package.json'))('playwright-core');
export const axeSource = createRequire(join(root, 'tests/package.json')).resolve('axe-core/axe.min.js');

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

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** `bots`: the demo that plays all other roles; otherwise an empty trial centre. */
export async function startCentre({ bots = false } = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'kaibiao-browser-'));
    const port = await freePort();
    const common = ['--listen', `127.0.0.1:${port}`, '--data', join(folder, 'data'), '--web', web];
    const server = spawn(kaibiao, bots ? ['demo', ...common] : ['serve', '--trial', ...common], { stdio: ['ignore', 'pipe', 'pipe'] });
    let told = '';
    for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk) => (told += chunk));
    const url = `http://127.0.0.1:${port}`;
    for (let attempt = 0; ; attempt += 1) {
        const ready = await fetch(`${url}/readyz`).then((answer) => answer.ok, () => false);
        if (ready) break;
        if (attempt > 150 || server.exitCode !== null) throw new Error(`the server did not start:\n${told}`);
        await pause(100);
    }
    const stop = async () => {
        const ended = new Promise((done) => server.once('exit', done));
        server.kill('SIGTERM');
        await ended;
        rmSync(folder, { recursive: true, force: true });
    };
    return { url, stop, folder };
}

export const startBrowser = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: chromiumFlags });

/** A person: a browser context of its own with one page that fails the test on any error of the page itself. */
export async function person(browser, url, { language = 'en', width = 1280, drift = 0 } = {}) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, acceptDownloads: true });
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
    await page.getByText('They are the roots and log key you accepted').first().waitFor();
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

/** A PDF of about `size` bytes. */
export function pdf(size = 2000, mark = 'volume') {
    const filling = '%'.padEnd(80, mark).concat('\n').repeat(Math.max(1, Math.ceil(size / 81)));
    return Buffer.from(`%PDF-1.4\n${filling}1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n`);
}

export const localField = (ms) => new Date(ms + 8 * 3600_000).toISOString().slice(0, 19);

/** Publishes a notice; the deadline is `seconds` from now, the release window `minutes`. Returns the lot's id. */
export async function publish({ page, url }, { seconds, supervisor, code = 'QY-2026-0900', method = 'comprehensive', minutes = 1 }) {
    await page.goto(`${url}/lots/new`);
    await page.getByLabel('Project code').fill(code);
    await page.getByLabel("Supervisor's id").fill(supervisor.id);
    await page.getByLabel('Supervisor', { exact: true }).fill(supervisor.name);
    await page.locator('#publish-deadline').fill(localField(Date.now() + seconds * 1000));
    await page.locator('#publish-windowMinutes').fill(String(minutes));
    await page.locator('#publish-method').selectOption(method);
    await page.locator('#publish-ceiling').fill('23450000.00');
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await signDialogue(page);
    await page.waitForURL(/\/lots\/[0-9a-f]{32}$/, slow);
    return page.url().split('/').at(-1);
}

export function assertCalm(...people) {
    for (const { problems } of people) assert.deepEqual(problems, []);
}
