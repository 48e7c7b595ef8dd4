// A lot that officers open: the tenderer chooses the lock and gives the panel's file, a bidder seals for that panel.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before } from 'node:test';
import { Officers } from '../server/support/officers.mjs';
import { newFolder, removeFolder } from '../server/support/server.mjs';
import { addFiles, assertAccessible, assertCalm, fillOffer, person, publish, sealAndSubmit, signUp, startBrowser, startCentre, steps, trust, volume } from './support.mjs';

const test = steps();
const supervisor = { id: '11330900MB0QY00026', name: '监督管理局' };
let folder, centre, browser, officers, tenderer, lot;

before(async () => {
    folder = newFolder('browser-officers');
    [centre, browser] = [await startCentre(), await startBrowser()];
    officers = await Officers.enter(centre.url, folder);
    officers.makePanel(await officers.people[0].get('/api/centre'));
    tenderer = await person(browser, centre.url);
    await signUp(tenderer, 'tenderer', '12330900MB0QY00018', '清源市城市建设投资集团有限公司');
}, { timeout: 120_000 });
after(async () => {
    await browser?.close();
    await centre?.stop();
    if (folder) removeFolder(folder);
});

test('officers: each lock is explained where it is chosen, and one with officers needs the file of their panel', async () => {
    const { page, url } = tenderer;
    await page.goto(`${url}/lots/new`);
    const choices = page.locator('label.choice');
    await choices.first().waitFor();
    assert.equal(await choices.count(), 3);
    for (const text of await choices.allInnerTexts()) assert.match(text, /\n.{40,}\.$/);
    await page.getByLabel('The bidder and officers').check();
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await page.locator('.error-summary').getByText("Give the officers' panel").waitFor();
    const file = page.locator('#publish-panel input[type="file"]');
    writeFileSync(officers.at('other.json'), '{"k":2}');
    await file.setInputFiles(officers.at('other.json'));
    await page.locator('#publish-panel').getByText('other.json is no panel of officers').waitFor();
    await file.setInputFiles(officers.at('panel.json'));
    await page.getByText('city-panel-1 · any 2 of 3 open a bid').waitFor();
    await assertAccessible(page);
});

test('officers: the notice names the panel, and a bid is sealed for it', async () => {
    const { page } = tenderer;
    lot = await publish(tenderer, { seconds: 600, supervisor, lock: async () => {
        await page.getByLabel('The bidder and officers').check();
        await page.locator('#publish-panel input[type="file"]').setInputFiles(officers.at('panel.json'));
        await page.getByText('city-panel-1 · any 2 of 3 open a bid').waitFor();
    } });
    await page.getByText('any 2 of 3 open a bid').waitFor();
    await page.getByText('见证单位0').first().waitFor();
    const bidder = await person(browser, centre.url);
    await signUp(bidder, 'bidder', '91330900MA2QY10033', '华岭建设集团股份有限公司');
    await trust(bidder);
    await bidder.page.goto(`${centre.url}/lots/${lot}/seal`);
    await bidder.page.getByText("The notice's signature is valid").waitFor();
    await bidder.page.getByText('readable only after the bidder and k officers').waitFor();
    await fillOffer(bidder.page, '21980000.00', '贰仟壹佰玖拾捌万元整');
    await addFiles(bidder.page, [volume('technical.pdf', 3000)]);
    await sealAndSubmit(bidder.page);
    assertCalm(tenderer, bidder);
});
