import { z } from 'zod';
import { whole } from './setting-kinds.js';

/** The settings of which documents are answered, beside the others in config.ts. */
export const DOCUMENT_SETTINGS = {
  TRUSTED_DOCUMENTS: z.enum(['off', 'allow', 'only']).default('off'),
  TRUSTED_DOCUMENTS_FILE: z.string().min(1).optional(),
  PERSISTED_QUERIES_KB: whole(8_192, 0, 1_048_576), // some 4,000 documents like the tour's
};

const Shape = z.object(DOCUMENT_SETTINGS);
type Given = z.infer<typeof Shape>;

/** What is wrong with these settings together, each with the setting that puts it right. */
export function documentFaults(given: Given): readonly (readonly [setting: keyof Given, fault: string])[] {
  const { TRUSTED_DOCUMENTS: mode, TRUSTED_DOCUMENTS_FILE: file } = given;
  if (mode !== 'off' && !file) return [['TRUSTED_DOCUMENTS_FILE', `has to be set where TRUSTED_DOCUMENTS=${mode}`]];
  // Whoever sets a file relies on it.
  if (mode === 'off' && file) return [['TRUSTED_DOCUMENTS', 'is off, and TRUSTED_DOCUMENTS_FILE is set']];
  return [];
}
