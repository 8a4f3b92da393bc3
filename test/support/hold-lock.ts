import { lockFolder } from '../../src/database/folder-lock.js';

// Takes a lock, says so, and keeps it until it is killed.
await lockFolder(process.argv[2] ?? '');
console.log('taken');
setInterval(() => {}, 60_000);
