// "Try it": one click enters a role; bots play everybody else, through the public API, until the result verifies.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { assertCalm, person, startBrowser, startCentre } from './support.mjs';

let centre;
let browser;
const slow = { timeout: 300_000 };

async function enter(role) {
    const someone = await person(browser, centre.url);
    await someone.page.getByRole('button', { name: role }).click();
    return someone;
}
const bySigning = (page) => page.getByRole('dialog').getByRole('button', { name: 'Sign', exact: true }).click();

// Most of the time they wait for a tender's clock: so all at once.
describe('try it', { concurrency: 6 }, () => {
before(async () => {
    centre = await startCentre({ bots: true });
    browser = await startBrowser();
}, { timeout: 90_000 });
after(async () => {
    await browser?.close();
    await centre?.stop();
});

test('a visitor watches a tender under way on the first page', slow, async () => {
    const someone = await person(browser, centre.url);
    await someone.page.getByRole('heading', { name: 'Under way now' }).waitFor({ timeout: 60_000 });
    // An expert's, for instance, which stands still once that expert has left.
    const waiting = 'f'.repeat(32);
    await someone.page.route('**/api/trial', async (route) => {
        const answer = await route.fetch();
        const overview = await answer.json();
        await route.fulfill({ response: answer, json: { ...overview, lots: [{ lot: waiting, role: 'expert', title: '' }, ...overview.lots] } });
    });
    await someone.page.reload();
    await someone.page.getByText('log key are accepted as they come').getByRole('link', { name: 'Trust' }).waitFor();
    await someone.page.getByRole('link', { name: 'Watch this one' }).click();
    await someone.page.waitForURL(/\/lots\/[0-9a-f]{32}/);
    assert.ok(!someone.page.url().includes(waiting));
    assertCalm(someone);
    await someone.close();
});

test('a visitor who only watches enters as Public and sees a tender from its notice to the verified result', slow, async () => {
    const watcher = await person(browser, centre.url);
    const { page } = watcher;
    await page.getByRole('button', { name: 'Public' }).waitFor();
    const sent = [];
    page.on('request', (request) => { if (request.method() !== 'GET') sent.push(new URL(request.url()).pathname); });
    await page.getByRole('button', { name: 'Public' }).click();
    await page.waitForURL(/\/lots\/[0-9a-f]{32}$/, { timeout: 60_000 });
    const lot = page.url().split('/').at(-1);
    const phase = async () => (await (await fetch(`${centre.url}/api/lots/${lot}`)).json()).phase;
    assert.equal(await phase(), 'published', 'the tender has not been decided yet');
    // Only links are clicked and nothing is loaded again: the pages follow the tender by themselves.
    await page.getByRole('link', { name: 'Go to the opening hall' }).click({ timeout: 150_000 });
    await page.getByRole('heading', { name: 'It is your turn' }).waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: 'Announced' }).waitFor({ timeout: 120_000 });
    const prices = page.locator('td.amount strong');
    await prices.first().waitFor();
    for (const price of await prices.allTextContents()) assert.match(price, /^[1-9][\d,]*\.\d\d$/);
    await page.getByRole('link', { name: 'Result', exact: true }).click();
    await page.getByText('First candidate').waitFor({ timeout: 150_000 });
    await page.getByRole('heading', { name: 'Ranking' }).waitFor();
    await page.getByRole('link', { name: 'Verify in this browser' }).click();
    await page.getByText('Passed: the result is exactly').waitFor({ timeout: 60_000 });
    assert.ok(page.url().endsWith(`/verify/${lot}`), 'the same tender all the way');
    assert.deepEqual([...new Set(sent)], ['/api/trial/tenders'], 'who only watches sends nothing else');
    assert.equal((await page.evaluate(async () => (await fetch('/api/session')).json())).role, null);
    assertCalm(watcher);
    await watcher.close();
});

test('a visitor bids with one click and sees its price announced and the result verify', slow, async () => {
    const bidder = await enter('Bidder');
    const { page } = bidder;
    await page.waitForURL(/\/seal$/, { timeout: 60_000 });
    await page.getByRole('button', { name: 'Use these words' }).click();
    await page.getByRole('button', { name: 'Add two sample PDFs' }).click();
    await page.getByRole('button', { name: 'Seal and upload' }).click();
    // The passphrase of a trial key was typed by nobody: one click shows the code again, and the page tells what opens the saved copy.
    const code = page.locator('.recovery');
    await code.waitFor({ timeout: 60_000 });
    const given = await code.textContent();
    await page.getByText("opens with the trial key's passphrase").locator('code').getByText(/^[0-9a-f]{32}$/).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('until you submit, one click shows it again').waitFor();
    await page.getByRole('button', { name: 'Show the recovery code again' }).click();
    await code.waitFor({ timeout: 60_000 });
    assert.equal(await code.textContent(), given);
    await page.getByLabel('I printed or wrote down').check();
    await page.getByRole('button', { name: 'Review, sign and submit' }).click({ timeout: 60_000 });
    await bySigning(page);
    await page.getByText('The receipt is valid').waitFor({ timeout: 60_000 });
    // The receipt's page is left open: it counts down, and leads to the hall when it is time.
    await page.getByRole('heading', { name: 'At the opening' }).waitFor();
    assert.equal(await page.getByRole('link', { name: 'Release my bid' }).count(), 0);
    assert.match(await page.getByRole('timer').innerText(), /\d/);
    await page.getByRole('link', { name: 'Release my bid' }).click({ timeout: 200_000 });
    await page.getByRole('button', { name: 'Release my bid' }).click();
    await page.getByRole('heading', { name: 'Announced' }).waitFor({ timeout: 120_000 });
    await page.getByRole('rowheader', { name: /Trial Bidder|试用投标单位/ }).waitFor();
    await page.locator('dd').getByText(/^[23] so far; 2 of 3 are needed$/).waitFor();
    await page.getByRole('link', { name: 'Verify in this browser' }).click({ timeout: 200_000 });
    await page.getByText('Passed: the result is exactly').waitFor({ timeout: 60_000 });
    await page.getByText('not taken from the bundle').waitFor();
    const checks = await page.locator('.checks').innerText();
    for (const count of ['frozen envelopes: 6 (', 'opened envelopes: 6 (', 'score sheets signed by experts: 5']) assert.ok(checks.includes(count), checks);
    assertCalm(bidder);
    await bidder.close();
});

test('a visitor publishes as tenderer, and the bots bid, release and score', slow, async () => {
    const tenderer = await enter('Tenderer');
    const { page } = tenderer;
    await page.waitForURL(/\/lots\/new$/, { timeout: 60_000 });
    await page.getByText('opens only with any 2 of 3').waitFor();
    await page.locator('#publish-deadline').evaluate((field) => {
        field.value = new Date(Date.now() + 8 * 3600_000 + 45_000).toISOString().slice(0, 19);
        field.dispatchEvent(new Event('input'));
    });
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await bySigning(page);
    await page.getByRole('heading', { name: 'Your tasks' }).waitFor();
    await page.getByRole('button', { name: 'Start the opening' }).click({ timeout: 120_000 });
    await bySigning(page);
    await page.getByRole('button', { name: 'Appoint the committee' }).click({ timeout: 120_000 });
    await page.locator('kb-appoint').getByRole('button', { name: 'Review and sign' }).click();
    await bySigning(page);
    await page.locator('kb-tenderer-acts').getByRole('link', { name: 'Sign the result' }).click({ timeout: 120_000 });
    await page.getByRole('button', { name: 'Sign the result' }).click({ timeout: 120_000 });
    await bySigning(page);
    await page.getByText('First candidate').waitFor({ timeout: 60_000 });
    await page.getByRole('heading', { name: 'Scores of each expert' }).waitFor();
    assertCalm(tenderer);
    await tenderer.close();
});

test('a visitor scores as expert', slow, async () => {
    const expert = await enter('Expert');
    const { page } = expert;
    await page.waitForURL(/\/lots\/[0-9a-f]{32}$/, { timeout: 60_000 });
    await page.getByText('opens only with any 2 of 3').waitFor();
    await page.getByRole('link', { name: 'Score the bids' }).click({ timeout: 200_000 });
    await page.locator('.score-table select').first().waitFor({ timeout: 60_000 });
    // What is scored can be read: every volume of every bid, opened here.
    const volumes = page.locator('kb-bid-volumes');
    await volumes.first().getByRole('listitem').first().waitFor();
    assert.equal(await volumes.count(), 5);
    assert.match(await volumes.first().innerText(), /技术标\s+technical\.pdf · \d/);
    const saving = page.waitForEvent('download');
    await volumes.last().getByRole('button', { name: /Open and save/ }).first().click();
    const plain = readFileSync(await (await saving).path());
    assert.equal(plain.subarray(0, 5).toString(), '%PDF-');
    assert.match(plain.subarray(-8).toString(), /%%EOF/);
    for (const gate of await page.locator('.score-table select').all()) await gate.selectOption('pass');
    for (const cell of await page.locator('.score-table input').all()) await cell.fill('6');
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await bySigning(page);
    await page.getByText('You have signed your sheet').waitFor({ timeout: 60_000 });
    // With the result the sheets of all experts are public, also to one of them.
    await page.getByRole('link', { name: 'See the result' }).click();
    await page.getByText('The score sheets of all experts are public').waitFor({ timeout: 120_000 });
    await page.locator('kb-grid summary').first().click();
    assert.equal(await page.locator('kb-grid table').first().locator('thead th').count(), 6, 'five experts and the criterion');
    assertCalm(expert);
    await expert.close();
});

test('a visitor enters as supervisor and suspends; the bots wait and go on after the resumption', slow, async () => {
    const supervisor = await enter('Supervisor');
    const { page } = supervisor;
    await page.getByLabel('Reason').fill('a look at the documents', { timeout: 60_000 });
    await page.getByRole('button', { name: 'Suspend the lot' }).click();
    await bySigning(page);
    await page.getByRole('button', { name: 'Resume the lot' }).waitFor();
    assert.ok((await page.locator('.tag', { hasText: 'Suspended' }).count()) > 0);
    await page.getByText('the deadline stands and bids are taken').waitFor();
    await page.getByText('it goes on from here when the supervisor resumes it').waitFor({ timeout: 60_000 });
    await page.getByLabel('Reason').fill('nothing was found');
    await page.getByRole('button', { name: 'Resume the lot' }).click();
    await bySigning(page);
    await page.getByRole('link', { name: 'Result', exact: true }).waitFor({ timeout: 150_000 });
    assertCalm(supervisor);
    await supervisor.close();
});
});
