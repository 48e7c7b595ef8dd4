// Rows of the benchmark: {name, unit, value, target, met, how}. A ratio comes from alternating runs of both sides, so
// that a machine whose speed drifts slows both.

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/// Runs each side `rounds` times in turn and returns the median seconds of each.
export async function alternate(rounds, sides) {
  const seconds = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const [name, run] of Object.entries(sides)) seconds[name].push(await run());
  return Object.fromEntries(Object.entries(seconds).map(([name, values]) => [name, median(values)]));
}

export const row = (name, unit, value, sense, target, how) => ({
  name,
  unit,
  value: Number(value.toPrecision(4)),
  target: `${sense} ${target}`,
  met: sense === '>=' ? value >= target : value <= target,
  how,
});

export async function timed(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
