// A lot that officers open: the tenderer chooses the lock and gives the panel's file, a bidder seals for that panel.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before } from 'node:test';
import { Officers } from '../server/support/officers.mjs';
import { Person } from '../server/support/person.mjs';
import { newFolder, removeFolder } from '../server/support/server.mjs';
import { Tender, Tool } from '../server/support/tender.mjs';
import { addFiles, assertAccessible, assertCalm, fillOffer, holdUp, person, publish, sealFilled, signDialogue, signUp, startBrowser, startCentre, steps, trust, unlockDialogue, volume } from './support.mjs';

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
    await choices.getByText('as many officers as their panel requires must be there').waitFor();
    await page.getByLabel('The bidder and officers').check();
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await page.locator('.error-summary').getByText("Give the officers' panel").waitFor();
    const file = page.locator('#publish-panel input[type="file"]');
    writeFileSync(officers.at('other.json'), '{"k":2}');
    await file.setInputFiles(officers.at('other.json'));
    await page.locator('#publish-panel').getByText('other.json is no panel of officers').waitFor();
    await file.setInputFiles(officers.at('panel.json'));
    await page.getByText('city-panel-1 · opens only with any 2 of 3').waitFor();
    await choices.getByText('window 2 of the 3 officers must be there').waitFor();
    // Whose officers they are is read before anything is signed.
    await page.locator('#publish-panel').getByText(/^.*见证单位\d, 见证单位\d, 见证单位\d$/m).waitFor();
    await assertAccessible(page);
    // A statement for another log is told here, not by the server after the tenderer has signed.
    const panel = JSON.parse(readFileSync(officers.at('panel.json'), 'utf8'));
    const said = JSON.parse(Buffer.from(panel.seats[1].payload, 'base64url').toString());
    panel.seats[1].payload = Buffer.from(JSON.stringify({ ...said, origin: 'elsewhere.example/1' })).toString('base64url');
    writeFileSync(officers.at('elsewhere.json'), JSON.stringify(panel));
    await file.setInputFiles(officers.at('elsewhere.json'));
    await page.locator('#publish-panel').getByText(/elsewhere\.json holds a seat's statement that was not signed for this centre \(demo-city\) and its log \(.+\)/).waitFor();
    // After a wrong file the panel of before does not stay.
    await file.setInputFiles(officers.at('panel.json'));
    await page.getByText('city-panel-1 · opens only with any 2 of 3').waitFor();
    await file.setInputFiles(officers.at('other.json'));
    await page.locator('#publish-panel').getByText('other.json is no panel of officers').waitFor();
    assert.equal(await page.getByText('city-panel-1').count(), 0);
});

test('officers: the notice names the panel, and a bid is sealed for it', async () => {
    const { page } = tenderer;
    lot = await publish(tenderer, { seconds: 600, supervisor, lock: async () => {
        await page.getByLabel('The bidder and officers').check();
        await page.locator('#publish-panel input[type="file"]').setInputFiles(officers.at('panel.json'));
        await page.getByText('city-panel-1 · opens only with any 2 of 3').waitFor();
    } });
    await page.getByText('opens only with any 2 of 3').waitFor();
    await page.getByText('见证单位0').first().waitFor();
    const bidder = await person(browser, centre.url);
    await signUp(bidder, 'bidder', '91330900MA2QY10033', '华岭建设集团股份有限公司');
    await trust(bidder);
    await bidder.page.goto(`${centre.url}/lots/${lot}/seal`);
    await bidder.page.getByText("The notice's signature is valid").waitFor();
    await bidder.page.getByText('readable only after the bidder and 2 of 3 officers').waitFor();
    await bidder.page.getByText(/opening officers: 见证单位\d, 见证单位\d, 见证单位\d$/).waitFor(); // by the notice that was checked
    await fillOffer(bidder.page, '21980000.00', '贰仟壹佰玖拾捌万元整');
    await addFiles(bidder.page, [volume('technical.pdf', 3000)]);
    await sealFilled(bidder.page);
    await bidder.page.getByText('Confirm first').waitFor({ timeout: 60_000 });
    // What was confirmed counts when it is stored: the reload right after it loses nothing.
    await bidder.page.getByText('Possible when the upload is complete').waitFor({ state: 'hidden', timeout: 60_000 });
    const letGo = await holdUp(bidder.page, 'packages');
    await bidder.page.getByLabel('I printed or wrote down').check();
    await bidder.page.waitForTimeout(300);
    assert.ok(await bidder.page.getByRole('button', { name: 'Review, sign and submit' }).isDisabled());
    await letGo();
    await bidder.page.getByText('Confirm first').waitFor({ state: 'hidden' });
    // The bidder alone cannot open what it sealed; what it signs is shown all the same.
    await bidder.page.reload();
    await bidder.page.getByRole('button', { name: 'Go on' }).click();
    await bidder.page.getByRole('button', { name: 'Review, sign and submit' }).click();
    await unlockDialogue(bidder.page);
    await bidder.page.getByRole('dialog').getByText('21,980,000.00 · 贰仟壹佰玖拾捌万元整').waitFor();
    await signDialogue(bidder.page);
    await bidder.page.getByText('The receipt is valid').waitFor({ timeout: 60_000 });
    assertCalm(tenderer, bidder);
});

test('officers: where they alone open a bid, its bidder keeps no secret and has nothing to release', async () => {
    const { page } = tenderer;
    lot = await publish(tenderer, { seconds: 600, supervisor, code: 'QY-2026-0901', lock: async () => {
        await page.locator('label.choice').last().getByRole('radio').check();
        await page.getByText('Not used where the officers open alone').waitFor();
        await page.locator('#publish-panel input[type="file"]').setInputFiles(officers.at('panel.json'));
        await page.getByText('city-panel-1 · opens only with any 2 of 3').waitFor();
    } });
    const bidder = await person(browser, centre.url);
    await signUp(bidder, 'bidder', '91330900MA2QY10017', '浙东路桥建设有限公司');
    await trust(bidder);
    await bidder.page.goto(`${centre.url}/lots/${lot}/seal`);
    await fillOffer(bidder.page, '21970000.00', '贰仟壹佰玖拾柒万元整');
    await addFiles(bidder.page, [volume('technical.pdf', 3000)]);
    await sealFilled(bidder.page);
    await bidder.page.getByRole('button', { name: 'Review, sign and submit' }).click({ timeout: 60_000 });
    await signDialogue(bidder.page);
    await bidder.page.getByText('The receipt is valid').waitFor({ timeout: 60_000 });
    assert.equal(await bidder.page.getByText('Opening rehearsal').count(), 0);
    await bidder.page.getByText('You need not attend: after the deadline the tenderer starts the opening').waitFor();
    await page.goto(`${centre.url}/lots/${lot}`);
    await page.getByText('the officers then open the bids, and no bidder need attend').waitFor();
    await page.getByText('if 2 of them collude, they can read early').waitFor();
    assert.equal(await page.getByText('from the start of the opening').count(), 0, 'nobody has a window');
    assertCalm(tenderer, bidder);
});

test('officers: the history of a lot that they alone open tells of no release window', async () => {
    const tool = new Tool();
    const panel = JSON.parse(readFileSync(officers.at('panel.json'), 'utf8'));
    const tender = await Tender.publish(centre.url, tool, 3, { panel, policy: 'officers' });
    await tender.submit(await Person.enter(centre.url, 'bidder'), { volume: 1000 });
    await tender.phase('closed', 60);
    await tender.act(tender.tenderer, 'open');
    await tender.phase('window_closed', 60);
    const { page } = tenderer;
    await page.goto(`${centre.url}/lots/${tender.lot}/opening`);
    await page.getByText('The tenderer started the opening; the officers open the bids').waitFor();
    await page.getByText('The officers may open', { exact: true }).waitFor();
    assert.equal(await page.getByText('release window').count(), 0);
    tender.end();
    tool.end();
    assertCalm(tenderer);
});
