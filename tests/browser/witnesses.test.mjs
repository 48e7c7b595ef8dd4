// What pages say of the witnesses that a notice pins: the bundle waits for them, and a close that they saw late is told.
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { JsWitness, readVkey } from '../server/support/log.mjs';
import { Person } from '../server/support/person.mjs';
import { run } from '../server/support/server.mjs';
import { Tender, Tool } from '../server/support/tender.mjs';
import { assertCalm, inspect, person, startBrowser, startCentre } from './support.mjs';

const folder = mkdtempSync(join(tmpdir(), 'kaibiao-witnesses-'));
const witness = new JsWitness('theirs.example', []);
const silent = () => ({ status: 500, body: 'no\n' });
let centre, browser, tool, tender, vkey;

before(async () => {
    await witness.start();
    writeFileSync(join(folder, 'policy'), `witness W ${witness.key.vkey} ${witness.url}\nquorum W\n`);
    centre = await startCentre({ settings: [`log.policy=${join(folder, 'policy')}`, 'log.witness_milliseconds=100', 'log.witness_pause_milliseconds=500'] });
    browser = await startBrowser();
    tool = new Tool();
    ({ log_key: vkey } = await (await fetch(`${centre.url}/api/centre`)).json());
    witness.logs.set(readVkey(vkey).name, readVkey(vkey));
    // Its clock makes the close look late; then it is silent until a test lets it speak.
    witness.spoil = silent;
    const bidders = await Promise.all(Array.from({ length: 3 }, () => Person.enter(centre.url, 'bidder')));
    tender = await Tender.publish(centre.url, tool, 6);
    await tender.play(bidders);
}, { timeout: 90_000 });
after(async () => {
    tool?.end();
    tender?.end();
    await browser?.close();
    await centre?.stop();
    await witness.stop();
    rmSync(folder, { recursive: true, force: true });
});

test('witnesses: the download waits until they have cosigned, and what comes then verifies', { timeout: 90_000 }, async () => {
    const someone = await person(browser, centre.url);
    const { page } = someone;
    await page.goto(`${centre.url}/lots/${tender.lot}/result`);
    const download = page.waitForEvent('download');
    await page.getByText('Download the bundle').click();
    await page.getByText('waiting for the witnesses that the notice names').waitFor();
    assert.deepEqual(await inspect(page), { overflow: 0, serious: [] });
    Object.assign(witness, { ahead: 70, spoil: null });
    copyFileSync(await (await download).path(), join(folder, 'bundle.json'));
    const verified = run(['verify', join(folder, 'bundle.json'), '--log-key', vkey]);
    assert.equal(verified.status, 0, verified.stdout + verified.stderr);
    await page.getByText('waiting for the witnesses').waitFor({ state: 'detached' });
    await someone.close();
});

for (const [language, late, cosigned] of [['en', /first cosigned the close at .*later than 60 seconds after the deadline/, 'Cosigned by the witnesses that the notice names'],
    ['zh', /才联署截止时的投标集合，晚于截止后 60 秒/, '公告所列见证服务已联署']]) {
    for (const width of [1280, 390]) {
        test(`witnesses: a close that they saw late is told beside the verdict (${language}, ${width} px)`, { timeout: 60_000 }, async () => {
            const someone = await person(browser, centre.url, { language, width });
            await someone.page.goto(`${centre.url}/verify/${tender.lot}`);
            await someone.page.locator('.verdict').waitFor();
            assert.match(await someone.page.locator('.notice.warn').innerText(), late);
            await someone.page.getByText(cosigned).waitFor();
            assert.deepEqual(await inspect(someone.page), { overflow: 0, serious: [] });
            assertCalm(someone);
            await someone.close();
        });
    }
}
