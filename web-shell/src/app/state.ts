/** What every page may want to know: the centre and the session. */
import { api } from '../api/client';
import type { Centre, Role, Session } from '../api/types';

const listeners = new Set<() => void>();

class AppState {
    centre: Centre | null = null;
    session: Session | null = null;

    setCentre(centre: Centre): void {
        this.centre = centre;
        this.tell();
    }

    setSession(session: Session): void {
        this.session = session;
        this.tell();
    }

    get role(): Role | null {
        return this.session?.role ?? null;
    }

    get trial(): boolean {
        return this.centre?.trial ?? false;
    }

    async refreshSession(): Promise<void> {
        this.setSession(await api.session());
    }

    onChange(listener: () => void): () => void {
        listeners.add(listener);
        return () => listeners.delete(listener);
    }

    private tell(): void {
        for (const listener of listeners) listener();
    }
}

export const app = new AppState();

/** For code that runs only after the centre was loaded. */
export function theCentre(): Centre {
    if (!app.centre) throw new Error('the centre is not loaded yet');
    return app.centre;
}
