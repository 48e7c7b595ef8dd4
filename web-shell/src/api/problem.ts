/** RFC 9457 problem details into KaibiaoError. */
import { isErrorName, KaibiaoError } from '../base/errors';

interface Problem { name?: string; place?: string; detail?: string; title?: string }

export async function problemOf(response: Response): Promise<KaibiaoError> {
    let problem: Problem = {};
    try {
        problem = (await response.json()) as Problem;
    } catch {
        // A proxy's page: only the status speaks.
    }
    if (problem.name && isErrorName(problem.name)) return new KaibiaoError(problem.name, problem.place ?? '', problem.detail ?? '');
    return new KaibiaoError(byStatus(response.status), '', `HTTP ${response.status}`);
}

function byStatus(status: number): 'not_found' | 'login_required' | 'role_refused' | 'body_too_large' | 'queue_full' | 'internal_error' {
    switch (status) {
        case 401: return 'login_required';
        case 403: return 'role_refused';
        case 404: return 'not_found';
        case 413: return 'body_too_large';
        case 503: return 'queue_full';
        default: return 'internal_error';
    }
}
