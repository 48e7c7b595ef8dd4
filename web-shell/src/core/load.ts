/** Loads the core in a Worker: the SIMD build where the browser has WebAssembly SIMD, the plain one otherwise. */
import { CoreInstance, type ModuleFactory } from './instance';

/** (module (func (result v128) (i32x4.splat (i32.const 0)))) – valid only where SIMD is known. */
const simdProbe = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 17, 11);

export async function loadCore(): Promise<CoreInstance> {
    const folder = WebAssembly.validate(simdProbe) ? '/core/simd' : '/core/plain';
    const { default: create } = (await import(`${folder}/kaibiao_core.js`)) as { default: ModuleFactory };
    return new CoreInstance(await create({ locateFile: (name: string) => `${folder}/${name}` }));
}
