/** Leaf hashes of a piece tree by WebCrypto: SHA-256(0x00 ‖ piece) for every 1 MiB of ciphertext. */
import { concat } from '../base/bytes';
import { pieceSize } from './protocol';

/** Hashes run beside the sealing, but not too many of them hold their bytes at a time. */
const mostInFlight = 16;

export class PieceHasher {
    private readonly piece = new Uint8Array(pieceSize + 1);
    private filled = 0;
    private readonly leaves: Promise<Uint8Array>[] = [];

    async update(bytes: Uint8Array): Promise<void> {
        for (let at = 0; at < bytes.length;) {
            const take = Math.min(pieceSize - this.filled, bytes.length - at);
            this.piece.set(bytes.subarray(at, at + take), 1 + this.filled);
            this.filled += take;
            at += take;
            if (this.filled === pieceSize) await this.close();
        }
    }

    /** All leaves, one after the other. */
    async finish(): Promise<Uint8Array> {
        if (this.filled > 0) await this.close();
        return concat(...(await Promise.all(this.leaves)));
    }

    private async close(): Promise<void> {
        const bytes = this.piece.subarray(0, this.filled + 1);
        // WebCrypto takes a copy at once, so that the same buffer holds the next piece.
        this.leaves.push(crypto.subtle.digest('SHA-256', bytes as BufferSource).then((digest) => new Uint8Array(digest)));
        this.filled = 0;
        const waitFor = this.leaves[this.leaves.length - mostInFlight];
        if (waitFor) await waitFor;
    }
}
