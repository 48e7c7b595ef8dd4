// Every page in both languages, wide and narrow: no serious axe finding, no sideways scrolling, calm console, the label
// of a trial; and the frame: clock drift, lost connection, language, keyboard.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { assertCalm, drop, inspect, person, publish, signUp, startBrowser, startCentre } from './support.mjs';

let centre;
let browser;
let lot;

before(async () => {
    centre = await startCentre();
    browser = await startBrowser();
    const tenderer = await person(browser, centre.url);
    await signUp(tenderer, 'tenderer', '12330900MB0QY00018', '清源市城市建设投资集团有限公司');
    lot = await publish(tenderer, { seconds: 3600, supervisor: { id: '11330900MB0QY00026', name: '监督管理局' } });
    await tenderer.close();
}, { timeout: 90_000 });
after(async () => {
    await browser?.close();
    await centre?.stop();
});

const paths = () => ['/', '/lots', `/lots/${lot}`, `/lots/${lot}/seal`, `/lots/${lot}/opening`, `/lots/${lot}/score`, `/lots/${lot}/result`,
    `/lots/${lot}/receipts/${lot}`, '/lots/new', '/login', '/why', '/trust', '/receipt', '/verify', `/verify/${lot}`, '/nowhere'];

/** The elements that the router shows: a new page has to be walked too. */
const routed = () => new Set(readFileSync(new URL('../../web-shell/src/app/router.ts', import.meta.url), 'utf8').match(/(?<=<)page-[a-z-]+/g));
const trialLabel = { zh: /^试用\s*[\u4e00-\u9fff]/, en: /^Trial\s+\w/ };

for (const language of ['zh', 'en']) {
    for (const width of [1280, 390]) {
        test(`pages: ${language} at ${width} px have no serious accessibility finding, do not scroll sideways and say that this is a trial`, { timeout: 120_000 }, async () => {
            const someone = await person(browser, centre.url, { language, width });
            const unseen = routed();
            for (const path of paths()) {
                await someone.page.goto(centre.url + path);
                assert.deepEqual({ path, ...(await inspect(someone.page)) }, { path, overflow: 0, serious: [] });
                const banner = someone.page.locator('.banner-trial');
                assert.ok(await banner.isVisible(), `no trial label on ${path}`);
                assert.match(await banner.innerText(), trialLabel[language], path);
                unseen.delete(await someone.page.locator('main > *').first().evaluate((element) => element.localName));
            }
            assert.deepEqual([...unseen], [], 'pages that this walk does not know');
            assertCalm(someone);
            await someone.close();
        });
    }
}

test('why nobody can read a bid is told on the site in the words of the documentation, whole and in both languages', async () => {
    const { page, close } = await person(browser, centre.url, { language: 'zh', width: 390 });
    await page.goto(centre.url);
    await page.getByRole('link', { name: '为什么没有人能提前看到您的投标文件' }).click();
    const told = async () => {
        await page.locator('main section').last().waitFor();
        assert.deepEqual(await inspect(page), { overflow: 0, serious: [] });
        return [await page.locator('main h2').count(), await page.locator('main ol > li').count(), await page.locator('main tbody tr').count(), await page.locator('main section').last().innerText()];
    };
    const zh = await told();
    await page.getByText('没有入围的报价不打开').waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Why nobody can read your bid' }).waitFor();
    const en = await told();
    await page.getByText('The officers have no master key.').waitFor();
    assert.deepEqual(zh.slice(0, 3), en.slice(0, 3));
    assert.deepEqual(zh.slice(0, 3), [4, 9, 3]);
    for (const last of [zh[3], en[3]]) assert.match(last, /docs\/threat-model\.md[^]*docs\/formats\/release\.md/);
    await close();
});

test('pages: each role sees its own pages without a serious finding, on a phone too', { timeout: 120_000 }, async () => {
    for (const [role, id] of [['bidder', '91330900MA2QY10033'], ['expert', 'EXPERT-0009'], ['supervisor', '11330900MB0QY00099']]) {
        const someone = await person(browser, centre.url);
        await signUp(someone, role, id, '华岭建设集团股份有限公司');
        for (const path of [`/lots/${lot}`, `/lots/${lot}/seal`, `/lots/${lot}/opening`]) {
            await someone.page.goto(centre.url + path);
            for (const width of [1280, 390]) {
                await someone.page.setViewportSize({ width, height: 900 });
                const found = { role, path, width, ...(await inspect(someone.page)) };
                assert.deepEqual(found, { role, path, width, overflow: 0, serious: [] });
            }
        }
        assertCalm(someone);
        await someone.close();
    }
});

test('publish: a supervisor without a credit code and a document without a byte are refused at their fields', async () => {
    const tenderer = await person(browser, centre.url);
    const { page } = tenderer;
    await signUp(tenderer, 'tenderer', '12330900MB0QY00018', '清源市城市建设投资集团有限公司');
    await page.goto(`${centre.url}/lots/new`);
    for (const wrong of ['x', '11330900MB0QY0002', '11330900MB0QY000260', '11330900MB0QY0002I', '11330900mb0qy00026']) {
        await page.getByLabel("Supervisor's id").fill(wrong);
        await page.getByRole('button', { name: 'Review and sign' }).click();
        await page.locator('#publish-supervisorId-error').getByText('unified social credit code').waitFor();
    }
    const documents = page.locator('#publish-documents');
    const file = (name, text) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from(text) });
    await documents.locator('input[type="file"]').setInputFiles([file('empty.pdf', ''), file('tender.pdf', '%PDF-1.4')]);
    await documents.locator('.error').getByText('Empty (0 bytes) and not attached: empty.pdf').waitFor();
    assert.deepEqual(await page.locator('.files .name').allInnerTexts(), ['tender.pdf']);
    assert.deepEqual((await inspect(page)).serious, []);
    await page.getByLabel("Supervisor's id").fill('11330900MB0QY00026');
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await page.getByRole('dialog').getByText('Sign and publish the notice').waitFor();
    assert.equal(await page.locator('form button.primary').first().innerText(), 'Signing and publishing…', 'the document is uploaded by now');
    assertCalm(tenderer);
    await tenderer.close();
});

test('frame: a PC clock that is off is told, and countdowns follow the centre', async () => {
    const someone = await person(browser, centre.url, { drift: 10 * 60_000 });
    await someone.page.goto(`${centre.url}/lots/${lot}`);
    await someone.page.getByText("This computer's clock is 10 min ahead").waitFor();
    const figure = await someone.page.locator('kb-countdown .big-figure').textContent();
    const [minutes] = figure.split(':').map(Number);
    assert.ok(minutes > 50, `an hour is left, whatever this PC thinks: ${figure}`);
    await someone.close();
});

test('frame: a lost connection is told and comes back by itself', async () => {
    const someone = await person(browser, centre.url);
    await someone.page.goto(`${centre.url}/lots/${lot}`);
    await someone.page.getByRole('heading', { name: 'Rules in force' }).waitFor();
    await someone.context.setOffline(true);
    await someone.page.getByText('The connection to the centre is lost').waitFor({ timeout: 15_000 });
    await someone.context.setOffline(false);
    await someone.page.getByText('The connection to the centre is lost').waitFor({ state: 'hidden', timeout: 15_000 });
    await someone.close();
});

test('frame: a core that cannot be fetched is told as a lost connection, and is there once the connection is', async () => {
    const someone = await person(browser, centre.url);
    const { page, context } = someone;
    await page.goto(`${centre.url}/verify`);
    await page.waitForLoadState('networkidle');
    await context.setOffline(true);
    const check = () => drop(page, 'kb-drop', [{ name: 'bundle.json', bytes: '{"body":{}}' }]);
    await check();
    await page.locator('.problem').getByText('The centre cannot be reached at the moment.').waitFor({ timeout: 20_000 });
    await context.setOffline(false);
    await check();
    await page.getByText('The check failed').or(page.locator('.problem code')).first().waitFor({ timeout: 20_000 });
    assert.equal(await page.getByText('The centre cannot be reached at the moment.').count(), 0);
    await someone.close();
});

test('frame: what the centre does not have is asked for once, not again and again', async () => {
    const someone = await person(browser, centre.url);
    const refused = [];
    someone.page.on('response', (answer) => { if (answer.status() >= 400) refused.push(`${answer.status()} ${new URL(answer.url()).pathname}`); });
    const unknown = '0'.repeat(32);
    await someone.page.goto(`${centre.url}/lots/${unknown}`);
    await someone.page.locator('.problem').waitFor();
    await someone.page.waitForTimeout(7_000);
    assert.deepEqual(refused.filter((one) => one.includes(`/api/lots/${unknown}`) && !one.endsWith('/live')), [`404 /api/lots/${unknown}`]);
    // This centre is a trial without bots: nobody is offered to be entered, and the bots are not asked for every few seconds.
    refused.length = 0;
    await someone.page.goto(centre.url);
    await someone.page.getByRole('heading', { name: 'Newest tenders' }).waitFor();
    await someone.page.getByRole('link', { name: /·/ }).first().waitFor();
    await someone.page.waitForTimeout(11_000);
    assert.deepEqual(refused, ['403 /api/trial']);
    assert.equal(await someone.page.getByRole('button', { name: 'Supervisor' }).count(), 0);
    assertCalm(someone);
    await someone.close();
});

test('frame: the language is remembered', async () => {
    const someone = await person(browser, centre.url, { language: 'zh' });
    await someone.page.getByRole('button', { name: 'English' }).click();
    await someone.page.getByRole('link', { name: 'Tenders' }).first().waitFor();
    await someone.page.reload();
    await someone.page.getByRole('link', { name: 'Tenders' }).first().waitFor();
    assert.equal(await someone.page.evaluate(() => document.documentElement.lang), 'en');
    await someone.close();
});

test('frame: search and filters work from the keyboard and stay in the address', async () => {
    const someone = await person(browser, centre.url);
    const { page } = someone;
    await page.goto(`${centre.url}/lots`);
    await page.getByLabel('Search').focus();
    await page.keyboard.type('nothing is called so');
    await page.getByText('No tender matches.').waitFor();
    await page.waitForURL(/q=nothing\+is\+called\+so|q=nothing%20is%20called%20so/);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('QY-2026-0900');
    const link = page.locator('.lot-list a').first();
    await link.waitFor();
    await link.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/lots/${lot}`);
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'MAIN', 'focus moves to the new page');
    await someone.close();
});

test('frame: the security policy forbids inline scripts and foreign addresses', async () => {
    const answer = await fetch(`${centre.url}/`);
    const policy = answer.headers.get('content-security-policy');
    for (const part of ["default-src 'self'", "script-src 'self' 'wasm-unsafe-eval'", "object-src 'none'", "frame-ancestors 'none'"]) assert.ok(policy.includes(part), part);
    assert.ok(!/unsafe-inline|unsafe-eval'(?! )|https?:/.test(policy.replace("'wasm-unsafe-eval'", '')), policy);
});
