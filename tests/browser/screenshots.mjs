// Pictures of the screens for people to look at: node tests/browser/screenshots.mjs FOLDER [zh|en] [width]
// A trial centre with bots; the tender that everybody may watch is followed to its result.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { person, startBrowser, startCentre } from './support.mjs';

const [folder = 'build/screenshots', language = 'zh', width = '1280'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const centre = await startCentre({ bots: true });
const browser = await startBrowser();
try {
    const someone = await person(browser, centre.url, { language, width: Number(width) });
    const { page } = someone;
    const shot = async (name, whole = true) => page.screenshot({ path: join(folder, `${name}-${language}-${width}.png`), fullPage: whole });
    const phase = async (lot, wanted) => {
        for (;;) {
            if ((await (await fetch(`${centre.url}/api/lots/${lot}`)).json()).phase === wanted) return;
            await new Promise((done) => setTimeout(done, 200));
        }
    };
    await page.locator('kb-watch a').first().waitFor({ timeout: 60_000 });
    await shot('home');
    const { lots } = await (await fetch(`${centre.url}/api/trial`)).json();
    const lot = lots[0].lot;
    await page.goto(`${centre.url}/lots/${lot}`);
    await page.locator('h1').waitFor();
    await shot('lot');
    await phase(lot, 'opening');
    await page.goto(`${centre.url}/lots/${lot}/opening`);
    await page.waitForTimeout(1500);
    await shot('opening-releasing');
    await phase(lot, 'announced');
    await page.waitForTimeout(1500);
    await shot('opening-announced');
    await phase(lot, 'evaluated');
    await page.goto(`${centre.url}/lots/${lot}/result`);
    await page.waitForTimeout(1500);
    await shot('result');
    await page.goto(`${centre.url}/verify?lot=${lot}`);
    await page.waitForTimeout(3000);
    await shot('verify');
    for (const path of ['login', 'trust', 'receipt', 'lots']) {
        await page.goto(`${centre.url}/${path}`);
        await page.waitForTimeout(500);
        await shot(path);
    }
    const bidder = await person(browser, centre.url, { language, width: Number(width) });
    await bidder.page.locator('.roles button').nth(1).click();
    await bidder.page.waitForURL(/\/seal$/, { timeout: 60_000 });
    await bidder.page.waitForTimeout(1000);
    await bidder.page.screenshot({ path: join(folder, `seal-${language}-${width}.png`), fullPage: true });
} finally {
    await browser.close();
    await centre.stop();
}
