/** Resumable uploads (tus 1.0) of staged parts, one after the other, with pause. What the server received is compared. */
import { Upload } from 'tus-js-client';
import { csrfToken } from '../api/client';
import { KaibiaoError, OfflineError } from '../base/errors';
import { problemOf } from '../api/problem';
import type { PartUpload } from './packages';
import { readStaged } from './stage';

const chunkSize = 8 << 20;
const retryDelays = [0, 1000, 3000, 5000, 10_000];

export interface UploadNews {
    /** Bytes of this part that the server has. */
    progress(part: PartUpload, sent: number): void;
    /** The address under which the upload can be resumed. */
    located(part: PartUpload, url: string): void;
}
export interface ReceivedPart { root: string; header: string }

export class Uploader {
    /** The upload under way, until its end. */
    private current: Upload | null = null;
    private wake: () => void = () => undefined;

    constructor(private readonly lot: string, private readonly stage: string, private readonly news: UploadNews, private paused: boolean) {}

    pause(): void {
        this.paused = true;
        void this.current?.abort();
    }

    resume(): void {
        if (!this.paused) return;
        this.paused = false;
        this.current?.start();
        this.wake();
    }

    stop(): void {
        void this.current?.abort();
        this.current = null;
    }

    async send(part: PartUpload): Promise<ReceivedPart> {
        const file = await readStaged(this.stage, part.name, part.bytes);
        if (this.paused) await new Promise<void>((resolve) => (this.wake = resolve));
        return new Promise<ReceivedPart>((resolve, reject) => {
            let received: ReceivedPart = { root: '', header: '' };
            const upload = new Upload(file, {
                endpoint: '/api/uploads',
                uploadUrl: part.url || null,
                metadata: { lot: this.lot },
                chunkSize,
                retryDelays,
                storeFingerprintForResuming: false,
                onBeforeRequest: (request) => request.setHeader('X-CSRF-Token', csrfToken()),
                onAfterResponse: (_request, response) => {
                    const root = response.getHeader('Kaibiao-Root');
                    if (root) received = { root, header: response.getHeader('Kaibiao-Header') ?? '' };
                },
                onUploadUrlAvailable: () => this.news.located(part, upload.url ?? ''),
                onProgress: (sent) => this.news.progress(part, sent),
                onShouldRetry: (error) => retryable(error.originalResponse?.getStatus() ?? 0),
                onError: (error) => void explain(error).then(reject),
                onSuccess: () => resolve(received),
            });
            this.current = upload;
            upload.start();
        }).finally(() => (this.current = null));
    }
}

/** Statuses that time heals; everything else is an answer. */
function retryable(status: number): boolean {
    return status === 0 || status === 409 || status === 423 || status === 429 || status === 460 || status >= 500;
}

async function explain(error: unknown): Promise<Error> {
    const response = (error as { originalResponse?: { getStatus(): number; getBody(): string } | null }).originalResponse;
    if (!response) return error instanceof KaibiaoError ? error : new OfflineError('uploads');
    return problemOf(new Response(response.getBody(), { status: Math.max(response.getStatus(), 400) }));
}
