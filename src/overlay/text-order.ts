/** The order of two texts by their code points, as the stores have it. */
export const textOrder = (left: string, right: string): number => (left === right ? 0 : left < right ? -1 : 1);
