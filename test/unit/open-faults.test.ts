import { expect, test } from 'vitest';
import { uomOf } from '../../src/binding/uom.js';

// Each says what is true once the fault is mended; `fails` goes red then, and the test moves to the file of its subject.

test.fails.each(['waterRateBblPerMin', 'gradientPsiPerFt'])('%s is no time and no length', (field) =>
  expect(uomOf(field)).toBeUndefined(),
);
