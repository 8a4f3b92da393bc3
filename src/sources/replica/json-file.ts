import { open, readFile, rename } from 'node:fs/promises';

/** What a JSON file holds; undefined where it is not there. */
export async function readJson<T>(path: string): Promise<T | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

/** Puts a file in the place of another at once: whoever reads finds the one or the other, also after a crash. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  const beside = `${path}.writing`;
  const file = await open(beside, 'w');
  try {
    await file.writeFile(`${JSON.stringify(value, null, 1)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
}
