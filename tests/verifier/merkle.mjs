// Trees of RFC 6962 §2.1, inclusion proofs checked as in RFC 9162 §2.1.3.2, consistency proofs as in §2.1.4.2 (docs/formats/log.md, "Tree").

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

/** Refuses unless the tree `newer` grew out of `older`: {size, root} each, sizes are BigInt. RFC 9162 §2.1.4.2. */
export function checkConsistency(older, newer, proof) {
    if (older.size > newer.size) refuse('proof_wrong');
    if (older.size === newer.size || older.size === 0n) {
        const same = older.size === 0n ? older.root.equals(sha256()) : older.root.equals(newer.root);
        if (proof.length > 0 || !same) refuse('proof_wrong');
        return;
    }
    let [node, last] = [older.size - 1n, newer.size - 1n];
    while (node % 2n === 1n) [node, last] = [node >> 1n, last >> 1n];
    const path = node === 0n ? [older.root, ...proof] : [...proof];
    if (path.length === 0) refuse('proof_wrong');
    let [first, second] = [path[0], path[0]];
    for (const sibling of path.slice(1)) {
        if (last === 0n) refuse('proof_wrong');
        if (node % 2n === 1n || node === last) {
            [first, second] = [nodeHash(sibling, first), nodeHash(sibling, second)];
            while (node % 2n === 0n && node !== 0n) [node, last] = [node >> 1n, last >> 1n];
        } else {
            second = nodeHash(second, sibling);
        }
        [node, last] = [node >> 1n, last >> 1n];
    }
    if (last !== 0n || !first.equals(older.root) || !second.equals(newer.root)) refuse('proof_wrong');
}
