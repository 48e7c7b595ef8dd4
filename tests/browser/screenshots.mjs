// Pictures of the screens for people to look at: node tests/browser/screenshots.mjs FOLDER [zh,en] [1280,390]
// A trial centre with bots; the tender that everybody may watch is followed to its result, and one of each role enters.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { person, startBrowser, startCentre } from './support.mjs';

const [folder = 'build/screenshots', languages = 'zh,en', widths = '1280,390'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const centre = await startCentre({ bots: true });
const browser = await startBrowser();
const slow = { timeout: 240_000 };

async function photographer(language) {
    const someone = await person(browser, centre.url, { language });
    const shot = async (name) => {
        for (const width of widths.split(',').map(Number)) {
            await someone.page.setViewportSize({ width, height: 900 });
            await someone.page.waitForTimeout(300);
            await someone.page.screenshot({ path: join(folder, `${name}-${language}-${width}.png`), fullPage: true });
        }
    };
    const visit = async (path, name, ready = 'main h1') => {
        await someone.page.goto(centre.url + path);
        await someone.page.locator(ready).first().waitFor(slow);
        await someone.page.waitForTimeout(700);
        await shot(name);
    };
    const enter = async (role) => {
        await someone.page.goto(centre.url);
        await someone.page.locator('.roles button').nth(['tenderer', 'bidder', 'expert', 'supervisor'].indexOf(role)).click();
        await someone.page.waitForURL(role === 'bidder' ? /\/seal$/ : /\/lots\//, slow);
    };
    return { ...someone, shot, visit, enter };
}

const phases = ['published', 'closed', 'opening', 'window_closed', 'announced', 'evaluated'];

/** Comes back when the lot is there, or already further. */
async function phase(lot, wanted) {
    for (;;) {
        const { phase: now } = await (await fetch(`${centre.url}/api/lots/${lot}`)).json();
        if (phases.indexOf(now) >= phases.indexOf(wanted)) return;
        await new Promise((done) => setTimeout(done, 200));
    }
}

async function visitor(language) {
    const { page, visit, shot, close } = await photographer(language);
    await page.locator('kb-watch a').first().waitFor(slow);
    const lot = (await page.locator('kb-watch a').first().getAttribute('href')).split('/').at(2);
    await shot('home');
    await visit(`/lots/${lot}`, 'lot-published');
    await visit(`/lots/${lot}/opening`, 'opening-published');
    await phase(lot, 'opening');
    await visit(`/lots/${lot}/opening`, 'opening-releasing');
    await visit(`/lots/${lot}`, 'lot-opening');
    await phase(lot, 'announced');
    await visit(`/lots/${lot}/opening`, 'opening-announced');
    await visit(`/lots/${lot}`, 'lot-announced');
    await visit(`/lots/${lot}/result`, 'result-waiting');
    await phase(lot, 'evaluated');
    await visit(`/lots/${lot}`, 'lot-evaluated');
    await visit(`/lots/${lot}/result`, 'result');
    await visit(`/verify/${lot}`, 'verify-bundle', '.verdict');
    await page.locator('.verdict button').click();
    await page.locator('.verdict.bad').waitFor(slow);
    await shot('verify-changed');
    for (const path of ['lots', 'login', 'trust', 'receipt', 'verify', 'nowhere']) await visit(`/${path}`, path);
    await close();
}

async function bidder(language) {
    const { page, visit, shot, enter, close } = await photographer(language);
    await enter('bidder');
    await page.locator('kb-offer-form button').first().click();
    await page.locator('kb-volumes ~ div button').first().click();
    await page.waitForTimeout(1000);
    await shot('seal');
    await page.locator('form button.primary').click();
    await page.locator('.recovery').waitFor(slow);
    await page.getByRole('checkbox').check(slow);
    await shot('seal-sealed');
    await page.locator('button.primary.big:enabled').click(slow);
    const dialogue = page.getByRole('dialog');
    await dialogue.waitFor(slow);
    await shot('sign-dialogue');
    await dialogue.locator('button.primary').click();
    await page.locator('.receipt-card').waitFor(slow);
    await shot('receipt-mine');
    const lot = page.url().split('/').at(-3);
    await phase(lot, 'opening');
    await visit(`/lots/${lot}/opening`, 'opening-release', 'kb-release button');
    await page.locator('kb-release button.primary').click();
    await page.locator('kb-release .notice.good').waitFor(slow);
    await shot('opening-released');
    await visit('/login', 'login-keys');
    await visit('/trust', 'trust-mine');
    await visit('/why', 'why', 'main section');
    await close();
}

async function others(language) {
    const expert = await photographer(language);
    await expert.enter('expert');
    const scored = expert.page.url().split('/').at(-1);
    const supervisor = await photographer(language);
    await supervisor.enter('supervisor');
    await supervisor.page.locator('kb-supervise').waitFor(slow);
    await supervisor.shot('lot-supervisor');
    const tenderer = await photographer(language);
    await tenderer.enter('tenderer');
    await tenderer.page.waitForTimeout(700);
    await tenderer.shot('publish');
    await tenderer.page.locator('form button.primary').click();
    await tenderer.page.getByRole('dialog').waitFor(slow);
    await tenderer.shot('publish-dialogue');
    await tenderer.page.getByRole('dialog').locator('button.primary').click(slow);
    await tenderer.page.locator('.task-list').waitFor(slow);
    await tenderer.shot('lot-tenderer');
    await phase(scored, 'announced');
    await expert.visit(`/lots/${scored}/score`, 'score', '.score-table input');
    for (const someone of [expert, supervisor, tenderer]) await someone.close();
}

try {
    for (const language of languages.split(',')) {
        await Promise.all([visitor(language), bidder(language), others(language)]);
    }
} finally {
    await browser.close();
    await centre.stop();
}
