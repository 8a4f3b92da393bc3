import { z } from 'zod';
import { whole } from './setting-kinds.js';

/** The settings of WebSocket and SSE, beside the others in config.ts. */
export const LIVE_SETTINGS = {
  LIVE: z.enum(['on', 'off']).default('on'),
  SOCKETS: whole(2_000, 1, 100_000),
  SOCKETS_PER_IDENTITY: whole(20, 1, 10_000),
  SOCKET_OPERATIONS: whole(50, 1, 1_000),
  SOCKET_MESSAGE_KB: whole(64, 1, 10_240),
};
