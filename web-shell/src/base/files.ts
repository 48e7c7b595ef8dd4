/** Files to and from the person's disk. */
export function saveFile(name: string, bytes: Uint8Array, type = 'application/octet-stream'): void {
    saveBlob(name, new Blob([bytes as BlobPart], { type }));
}

export function saveBlob(name: string, blob: Blob): void {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export async function fileBytes(file: Blob): Promise<Uint8Array> {
    return new Uint8Array(await file.arrayBuffer());
}
