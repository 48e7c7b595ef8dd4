/** Between tabs and the SharedWorker that owns the event streams. */
export type ToWorker = { act: 'follow' | 'leave'; lot: string } | { act: 'bye' };
export interface LiveEvent { lot: string; type: 'lot' | 'board' | 'time' | 'open' | 'lost'; data: string }

/** HTTP/1.1 allows six connections to a host; uploads and pages need some of them. */
export const mostStreams = 2;
export const eventNames = ['lot', 'board', 'time'] as const;
