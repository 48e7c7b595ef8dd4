import type { ErrorName } from 'generated/errors';
import type { ExportName } from 'generated/exports';

export interface CoreRequest { id: number; name: ExportName; values: unknown[] }
export interface CoreReply { id: number; value?: unknown; error?: [ErrorName, string, string]; aborted?: string; unreachable?: true }
