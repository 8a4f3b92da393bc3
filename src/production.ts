// Imported before everything else: libraries look at it once, as they are loaded, and leave out checks for those who develop
// with them. Whoever wants those sets NODE_ENV.
process.env.NODE_ENV ??= 'production';
