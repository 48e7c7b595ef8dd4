/** Base of all components: light DOM (one style sheet, labels and prints work), redrawn when the language changes. */
import { LitElement } from 'lit';
import { onLanguage } from './messages';

export class KbElement extends LitElement {
    private readonly undo: (() => void)[] = [];

    protected override createRenderRoot(): HTMLElement {
        return this;
    }

    /** `stop` runs when the element leaves the page. */
    protected during(stop: () => void): void {
        this.undo.push(stop);
    }

    override connectedCallback(): void {
        super.connectedCallback();
        this.during(onLanguage(() => this.requestUpdate()));
    }

    override disconnectedCallback(): void {
        super.disconnectedCallback();
        for (const stop of this.undo.splice(0)) stop();
    }
}
