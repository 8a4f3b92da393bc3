import pg from 'pg';
import { z } from 'zod';
import { pruneAudit } from './database/prune-audit.js';

const Day = z.iso.date();

/**
 * Takes old entries out of the audit of a server's database, given as who owns it. Returns what there is to say.
 * @throws Error where the day is none or too young, or the user is not the owner
 */
export async function pruneAuditOf(url: string, before: string | undefined): Promise<string> {
  const day = Day.safeParse(before);
  if (!day.success) throw new Error('Say with --before which day is the first to stay, such as 2024-01-01.');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return `${await pruneAudit(client, day.data)} entries from before ${day.data} are gone.\n`;
  } finally {
    await client.end();
  }
}
