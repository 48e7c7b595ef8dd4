// The demo centre is stopped and started again while a visitor runs a tender: its page and its bots go on.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertCalm, localField, person, startBrowser, startCentre } from './support.mjs';

let centre;
let browser;
before(async () => {
    centre = await startCentre({ bots: true });
    browser = await startBrowser();
}, { timeout: 90_000 });
after(async () => {
    await browser?.close();
    await centre?.stop();
});

test('a tenderer whose centre restarts before and after the bids were released appoints the committee, and its bots score', { timeout: 240_000 }, async () => {
    const tenderer = await person(browser, centre.url);
    const { page } = tenderer;
    const bySigning = () => page.getByRole('dialog').getByRole('button', { name: 'Sign', exact: true }).click();
    await page.getByRole('button', { name: 'Tenderer' }).click();
    await page.waitForURL(/\/lots\/new$/, { timeout: 60_000 });
    await page.locator('#publish-deadline').fill(localField(Date.now() + 35_000));
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await bySigning();
    await page.getByRole('heading', { name: 'Your tasks' }).waitFor();
    await page.getByRole('button', { name: 'Start the opening' }).waitFor({ timeout: 120_000 });
    await centre.restart();
    await page.getByRole('button', { name: 'Start the opening' }).click();
    await bySigning();
    const appoint = page.getByRole('button', { name: 'Appoint the committee' });
    await appoint.waitFor({ timeout: 120_000 });
    await centre.restart();
    await appoint.click();
    const form = page.locator('kb-appoint').getByRole('button', { name: 'Review and sign' });
    await form.waitFor();
    await page.waitForTimeout(500);
    assert.ok(await form.evaluate((button) => button.getBoundingClientRect().top < innerHeight), 'the form is in view');
    await form.click();
    await bySigning();
    await page.locator('kb-tenderer-acts').getByRole('link', { name: 'Sign the result' }).click({ timeout: 120_000 });
    await page.getByRole('button', { name: 'Sign the result' }).click({ timeout: 120_000 });
    await bySigning();
    await page.getByText('First candidate').waitFor({ timeout: 60_000 });
    assertCalm(tenderer);
    await tenderer.close();
});
