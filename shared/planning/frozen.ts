/** A copy of plain data that nothing can change any more, down to its leaves. What it was made from stays as it is. */
export function frozen<T>(data: T): T {
  if (Array.isArray(data)) return Object.freeze(data.map(frozen)) as T;
  if (typeof data !== 'object' || data === null) return data;
  return Object.freeze(
    Object.fromEntries(Object.entries(data).map(([key, value]) => [key, frozen(value as unknown)])),
  ) as T;
}
