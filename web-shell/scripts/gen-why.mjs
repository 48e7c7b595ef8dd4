// docs/why-nobody-can-read-your-bid.md as parts of a page, one for each language: the same words on the site and in the repository.
import { readFileSync } from 'node:fs';
import { Marked } from 'marked';

// What a link leads to in the repository is named; the site does not have it.
const marked = new Marked({
    renderer: {
        heading: ({ text, depth }) => `<h${depth - 1}>${text}</h${depth - 1}>`,
        link: ({ href, text }) => (/^https:/.test(href) ? `<a href="${href}">${text}</a>` : `<code>docs/${href}</code>`),
        table(token) {
            const row = (cells, tag, more = '') => `<tr>${cells.map(({ tokens }) => `<${tag}${more}>${this.parser.parseInline(tokens)}</${tag}>`).join('')}</tr>`;
            const body = token.rows.map((cells) => row(cells, 'td')).join('');
            return `<div class="table-scroll" tabindex="0"><table class="prose"><thead>${row(token.header, 'th', ' scope="col"')}</thead><tbody>${body}</tbody></table></div>`;
        },
    },
});

const sections = (markdown) => markdown.split(/^(?=### )/m).filter((part) => part.trim())
    .map((part) => `<section>${marked.parse(part)}</section>`).join('');

/** `{zh, en}`: HTML of the sections under each language's heading. */
export function whyJson(file) {
    const [, zh, en] = /^## 中文\n(.*)^## English\n(.*)/ms.exec(readFileSync(file, 'utf8')) ?? [];
    if (!zh || !en) throw new Error(`${file}: the headings "## 中文" and "## English" are expected`);
    return JSON.stringify({ zh: sections(zh), en: sections(en) });
}
