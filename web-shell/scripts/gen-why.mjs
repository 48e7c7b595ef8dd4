// docs/why-nobody-can-read-your-bid.md as parts of a page, one for each language: the same words on the site and in the
// repository. What the page could not show as it is ends the build.
import { readFileSync } from 'node:fs';
import { Marked } from 'marked';

const refuse = (what) => {
    throw new Error(`docs/why-nobody-can-read-your-bid.md: ${what}`);
};

const marked = new Marked({
    renderer: {
        heading({ tokens, depth }) {
            return `<h${depth - 1}>${this.parser.parseInline(tokens)}</h${depth - 1}>`;
        },
        html: ({ text }) => refuse(`HTML is not taken: ${text}`),
        image: ({ href }) => refuse(`pictures are not taken: ${href}`),
        // What a link leads to in the repository is named; the site does not have it.
        link({ href, text }) {
            return href === text && /^[a-z/-]+\.md$/.test(href) ? `<code>docs/${href}</code>` : refuse(`a link is the name of a document: ${href}`);
        },
        table(token) {
            const row = (cells, tag, more = '') => `<tr>${cells.map(({ tokens }) => `<${tag}${more}>${this.parser.parseInline(tokens)}</${tag}>`).join('')}</tr>`;
            const body = token.rows.map((cells) => row(cells, 'td')).join('');
            return `<div class="table-scroll" tabindex="0"><table class="prose"><thead>${row(token.header, 'th', ' scope="col"')}</thead><tbody>${body}</tbody></table></div>`;
        },
    },
});

const sections = (markdown) => markdown.split(/^(?=### )/m).filter((part) => part.trim())
    .map((part) => `<section>${marked.parse(part)}</section>`).join('');

/** `{zh, en}`: HTML of the sections under each language's heading. Title and lead are the catalogue's, and the document has the same. */
export function whyJson(file, messages) {
    const text = readFileSync(file, 'utf8');
    const { 'why.title': title, 'why.lead': lead } = messages;
    const begin = `# ${title.zh} · ${title.en}\n\n${lead.zh} ${lead.en}\n`;
    if (!text.startsWith(begin)) refuse(`it is to begin with the words of messages.json:\n${begin}`);
    const [, zh, en] = /^## 中文\n(.*)^## English\n(.*)/ms.exec(text) ?? refuse('the headings "## 中文" and "## English" are expected');
    return JSON.stringify({ zh: sections(zh), en: sections(en) });
}
