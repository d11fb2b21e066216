export type LiveWords = typeof import('./en/live.ts')['live'];
