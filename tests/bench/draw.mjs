// A draw of experts from a long list.

import { median, row } from './measure.mjs';
import { nativeSeconds } from './programs.mjs';

const experts = 100_000;
const rounds = 9;

const milliseconds = (work) => 1000 * median(Array.from({ length: rounds }, () => nativeSeconds(work, experts)));

export const drawRows = () => [
  row('draw of 11 from 100,000 experts, native', 'ms', milliseconds('draw'), '<=', 200, `2 % excluded; list checked, all ranked; median of ${rounds} runs`),
  row('draw of 11 from 100,000 experts, text to text and verified, native', 'ms', milliseconds('draw-text'), '<=', 1000, `the list read twice, drawn twice; median of ${rounds} runs`),
];
