/** How many stacks are worked on at once; the engine itself uses every core. */
const AT_ONCE = 2;

/** Results in the order of the names. */
export async function inParallel<T>(names: readonly string[], work: (name: string) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  const left = names.map((name, index) => ({ name, index }));
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) results[next.index] = await work(next.name);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
