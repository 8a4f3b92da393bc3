/**
 * What all of these bring, as soon as none of them is under way any more: a connection may be given back then.
 * @throws what the first of them that failed, in this order, threw
 */
export async function allOf<T extends readonly unknown[]>(work: { [K in keyof T]: Promise<T[K]> }): Promise<T> {
  await Promise.allSettled(work);
  return (await Promise.all(work)) as unknown as T;
}
