// A clarification that moves the deadline: the tenderer publishes it from the form, everybody's pages follow, and bidders
// who sealed, reviewed or submitted under the old notice are told what to do.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import {
    addFiles, assertAccessible, assertCalm, fillOffer, lie, localField, person, publish, sealAndSubmit, signDialogue, signUp,
    startBrowser, startCentre, steps, trust, unlockDialogue, volume,
} from './support.mjs';

const slow = { timeout: 90_000 };
const supervisor = { id: '11330900MB0QY00026', name: '清源市公共资源交易监督管理局' };
const text = { zh: '道路标高以补充图纸为准，见附图三。', en: 'Road levels follow the supplementary drawing 3.' };
const project = '清源市沿江路改造工程';
const lotTitle = '标段一';
const shown = (ms) => new Date(ms + 8 * 3600_000).toISOString().slice(0, 19).replace('T', ' ');
let centre, browser, tenderer, alpha, beta, visitor, lot, oldNotice, later;

before(async () => {
    centre = await startCentre();
    browser = await startBrowser();
    [tenderer, alpha, beta, visitor] = await Promise.all(Array.from({ length: 4 }, () => person(browser, centre.url)));
    await signUp(tenderer, 'tenderer', '12330900MB0QY00018', '清源市城市建设投资集团有限公司');
    await signUp(alpha, 'bidder', '91330900MA2QY10017', '浙东路桥建设有限公司', '陈立新');
    await signUp(beta, 'bidder', '91330900MA2QY10025', '海川市政工程有限公司', '林志远');
    await Promise.all([trust(alpha), trust(beta)]);
    lot = await publish(tenderer, { seconds: 1200, supervisor, names: {
        Project: project, 'Project in English (optional)': 'Riverside Road refurbishment', Lot: lotTitle, 'Lot in English (optional)': 'Lot 1',
    } });
}, slow);
after(async () => {
    await browser?.close();
    await centre?.stop();
});

const test = steps();
const viewOf = async () => (await fetch(`${centre.url}/api/lots/${lot}`)).json();

test('every page about a lot names its project beside the lot\'s own title, and so does what is signed', async () => {
    const { page } = visitor;
    for (const path of ['', '/seal', '/opening', '/result']) {
        await page.goto(`${centre.url}/lots/${lot}${path}`);
        const head = page.locator('main header').first();
        await head.getByText('Riverside Road refurbishment').waitFor();
        await head.getByText('Lot 1').waitFor();
        await page.getByRole('button', { name: '中文' }).click();
        await head.getByText(project).waitFor();
        await head.getByText(lotTitle).waitFor();
        await page.getByRole('button', { name: 'English' }).click();
    }
    for (const path of ['/', '/lots']) {
        await page.goto(centre.url + path);
        await page.getByRole('link', { name: 'Riverside Road refurbishment · Lot 1' }).first().waitFor();
        await page.getByRole('button', { name: '中文' }).click();
        await page.getByRole('link', { name: `${project} · ${lotTitle}` }).first().waitFor();
        await page.getByRole('button', { name: 'English' }).click();
    }
    await page.goto(`${centre.url}/lots/${lot}`);
});

test('one bidder submits under the first notice, another only reads what it would sign', async () => {
    for (const [{ page }, price, words] of [[alpha, '21000000', '贰仟壹佰万元整'], [beta, '22000000', '贰仟贰佰万元整']]) {
        await page.goto(`${centre.url}/lots/${lot}/seal`);
        await fillOffer(page, price, words);
        await addFiles(page, [volume('plan.pdf', 50_000)]);
    }
    await sealAndSubmit(alpha.page);
    await beta.page.getByRole('button', { name: 'Seal and upload' }).click();
    await unlockDialogue(beta.page);
    await beta.page.getByLabel('I printed or wrote down').check(slow);
    await beta.page.getByRole('button', { name: 'Review, sign and submit' }).click(slow);
    const dialogue = beta.page.getByRole('dialog');
    await dialogue.getByText('Riverside Road refurbishment · Lot 1').waitFor();
    oldNotice = JSON.parse(await dialogue.locator('pre').textContent()).notice;
    assert.equal(oldNotice, (await viewOf()).notice_digest);
    await alpha.page.goto(`${centre.url}/lots/${lot}`);
    await alpha.page.getByRole('heading', { name: 'Clarifications' }).waitFor();
    assert.equal(await alpha.page.getByText('after you submitted').count(), 0, 'nothing was clarified yet');
});

test('the tenderer publishes a clarification from the form, after its mistakes were named', async () => {
    const { page } = tenderer;
    const before = Date.parse((await viewOf()).deadline);
    later = before + 600_000;
    await page.getByRole('button', { name: 'Publish a clarification' }).click();
    const form = page.locator('kb-clarify');
    await form.getByRole('button', { name: 'Review and sign' }).click();
    await form.locator('.error-summary').getByText('Write the clarification').waitFor();
    await form.getByLabel('Chinese').fill(text.zh);
    await form.getByLabel('English (optional)').fill(text.en);
    await form.getByLabel('May affect the bids').check();
    await form.getByLabel('New deadline').fill(localField(before - 60_000));
    await form.getByRole('button', { name: 'Review and sign' }).click();
    await signDialogue(page);
    await page.locator('.problem').getByText('deadline_moved_earlier').waitFor(slow);
    assert.equal(Date.parse((await viewOf()).deadline), before, 'what was refused changed nothing');
    assert.equal(await form.getByLabel('Chinese').inputValue(), text.zh, 'what was typed is still there');
    await form.getByLabel('New deadline').fill(localField(later));
    await form.getByRole('button', { name: 'Review and sign' }).click();
    const dialogue = page.getByRole('dialog');
    for (const fact of [text.zh, 'Riverside Road refurbishment · Lot 1', shown(later)]) await dialogue.getByText(fact, { exact: true }).waitFor();
    await signDialogue(page);
    await form.waitFor({ state: 'detached', ...slow });
    assert.equal(await page.locator('.problem').count(), 0);
});

test('the lot page shows it with the new deadline to whoever has it open, in both languages', async () => {
    const { page } = visitor;
    const section = page.locator('section', { has: page.getByRole('heading', { name: 'Clarifications' }) });
    await section.getByText(text.en).waitFor();
    await section.getByText(`May affect the bids · The deadline is now ${shown(later)}`).waitFor();
    await page.locator('dl.facts dd').getByText(shown(later)).waitFor();
    const left = Number((await page.locator('kb-countdown .big-figure').textContent()).split(':').at(-2));
    assert.ok(left >= 20, `the countdown runs to the new deadline: ${left} min`);
    await assertAccessible(page);
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByText(text.zh).first().waitFor();
    await page.getByText(`可能影响投标文件的编制 · 投标截止时间改为 ${shown(later)}`).first().waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    const view = await viewOf();
    assert.equal(Date.parse(view.deadline), later);
    assert.notEqual(view.notice_digest, oldNotice);
});

test('a bid signed under the old notice is refused, and its bidder is told to read the clarification and sign again', async () => {
    const { page } = beta;
    const answered = page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.url().includes(`/lots/${lot}/`));
    await signDialogue(page);
    assert.equal((await (await answered).json()).name, 'command_stale');
    const told = page.locator('.problem');
    await told.getByText('read the newest clarification, then review and sign again').waitFor(slow);
    await told.getByText('The sealed files are kept in this browser').waitFor();
    await page.getByText('The notice was amended after you sealed. Read the amendment; seal anew if your bid must change.').waitFor();
    await page.getByRole('button', { name: '中文' }).click();
    await told.getByText('请阅读最新的澄清，再重新核对并签署').waitFor();
    await page.getByText('密封之后招标文件有澄清').waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await assertAccessible(page);
});

test('a sealed draft still says so after a reload, where the way to the clarification is a link', async () => {
    const { page } = beta;
    await page.reload();
    await page.getByText('There is a sealed bid that was not submitted').waitFor();
    await page.getByText('The notice was amended after you sealed').waitFor();
    await page.locator('.notice.warn').getByRole('link', { name: 'Clarifications' }).click();
    await page.getByText(text.en).first().waitFor();
    await page.goBack();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Review, sign and submit' }).click(slow);
    await unlockDialogue(page); // to read the price that was sealed
    const dialogue = page.getByRole('dialog');
    assert.equal(JSON.parse(await dialogue.locator('pre').textContent()).notice, (await viewOf()).notice_digest);
    await signDialogue(page);
    await page.getByText('The receipt is valid').waitFor(slow);
    assert.equal(await page.getByText('after you submitted').count(), 0, 'this bid is younger than the clarification');
});

test('who had submitted before is told on the open page and on its receipt; a replacement ends it', async () => {
    const { page } = alpha;
    const told = page.getByText('The tenderer published a clarification after you submitted. Read it; your bid still stands');
    await told.waitFor(slow);
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByText('您递交之后，招标人发布了澄清').waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await assertAccessible(page);
    await page.getByRole('link', { name: 'My receipt' }).click();
    await told.waitFor(slow);
    await page.getByText('The receipt is valid').waitFor(slow);
    await page.getByRole('link', { name: 'Replace my bid' }).click();
    await fillOffer(page, '20500000', '贰仟零伍拾万元整');
    await addFiles(page, [volume('plan.pdf', 60_000)]);
    await sealAndSubmit(page);
    await page.getByText('In force, submission 2').waitFor();
    assert.equal(await told.count(), 0);
});

test('a deadline that the signed clarification does not name is noticed before anything more is signed', async () => {
    const { page, context } = alpha;
    let lying = false;
    const longer = (text) => JSON.stringify({ ...JSON.parse(text), deadline: new Date(later + 60_000).toISOString() });
    await lie(context, new RegExp(`/api/lots/${lot}$`), (text) => (lying ? longer(text) : null));
    await page.goto(`${centre.url}/lots/${lot}/seal`);
    await fillOffer(page, '20400000', '贰仟零肆拾万元整');
    await addFiles(page, [volume('plan.pdf', 60_000)]);
    await page.getByRole('button', { name: 'Seal and upload' }).click();
    await unlockDialogue(page);
    await page.getByLabel('I printed or wrote down').check(slow);
    const submit = page.getByRole('button', { name: 'Review, sign and submit' });
    await submit.click({ trial: true, ...slow });
    lying = true;
    await tenderer.page.getByRole('button', { name: 'Publish a clarification' }).click();
    const form = tenderer.page.locator('kb-clarify');
    await form.getByLabel('Chinese').fill('第二次澄清');
    await form.getByRole('button', { name: 'Review and sign' }).click();
    await signDialogue(tenderer.page);
    await page.locator('.problem').getByText(shown(later + 60_000)).waitFor(slow);
    assert.ok(await submit.isDisabled(), 'nothing is signed on a server\'s word');
    lying = false;
    await page.reload();
    await page.getByText("The notice's signature is valid").waitFor(slow);
    await page.getByRole('button', { name: 'Go on' }).click();
    await submit.click(slow);
    await unlockDialogue(page);
    await signDialogue(page);
    await page.getByText('In force, submission 3').waitFor(slow);
    assertCalm(tenderer, alpha, beta, visitor);
});
