// Trees of RFC 6962 §2.1 and their inclusion proofs, checked as in RFC 9162 §2.1.3.2 (docs/formats/log.md, "Tree").

import { refuse } from './refusal.mjs';
import { sha256 } from './text.mjs';

export const leafHash = (entry) => sha256(Buffer.from([0]), entry);
export const nodeHash = (left, right) => sha256(Buffer.from([1]), left, right);

/** The root of the tree over `leaves`, which are hashes already. */
export function rootOf(leaves) {
    if (leaves.length === 0) return sha256();
    if (leaves.length === 1) return leaves[0];
    let split = 1;
    while (split * 2 < leaves.length) split *= 2;
    return nodeHash(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}

/** Refuses unless `proof` leads from `leaf` at `index` to `root` of a tree of `size` leaves; numbers are BigInt. */
export function checkInclusion(leaf, index, size, proof, root) {
    if (index >= size) refuse('proof_wrong');
    let [node, last, hash] = [index, size - 1n, leaf];
    for (const sibling of proof) {
        if (last === 0n) refuse('proof_wrong');
        if (node % 2n === 1n || node === last) {
            hash = nodeHash(sibling, hash);
            while (node % 2n === 0n && node !== 0n) [node, last] = [node >> 1n, last >> 1n];
        } else {
            hash = nodeHash(hash, sibling);
        }
        [node, last] = [node >> 1n, last >> 1n];
    }
    if (last !== 0n || !hash.equals(root)) refuse('proof_wrong');
}
