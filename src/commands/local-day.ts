export * from '../days/local-day.js';
