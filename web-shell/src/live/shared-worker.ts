/** Owns the only EventSources of this browser and fans their events out to the tabs. */
import { eventNames, mostStreams, type LiveEvent, type ToWorker } from './protocol';

interface Stream { source: EventSource; ports: Set<MessagePort> }

const streams = new Map<string, Stream>();

function tell(stream: Stream, event: LiveEvent): void {
    for (const port of stream.ports) port.postMessage(event);
}

function open(lot: string): Stream {
    const source = new EventSource(`/api/lots/${lot}/live`);
    const stream: Stream = { source, ports: new Set() };
    for (const type of eventNames) {
        source.addEventListener(type, (event) => tell(stream, { lot, type, data: (event as MessageEvent<string>).data }));
    }
    source.onopen = () => tell(stream, { lot, type: 'open', data: '' });
    source.onerror = () => tell(stream, { lot, type: 'lost', data: '' });
    streams.set(lot, stream);
    return stream;
}

function follow(lot: string, port: MessagePort): void {
    let stream = streams.get(lot);
    if (!stream && streams.size >= mostStreams) {
        port.postMessage({ lot, type: 'lost', data: '' } satisfies LiveEvent);
        return;
    }
    stream ??= open(lot);
    stream.ports.add(port);
}

function leave(lot: string, port: MessagePort): void {
    const stream = streams.get(lot);
    if (!stream) return;
    stream.ports.delete(port);
    if (stream.ports.size > 0) return;
    stream.source.close();
    streams.delete(lot);
}

(self as unknown as { onconnect: (event: MessageEvent) => void }).onconnect = (event) => {
    const port = event.ports[0];
    if (!port) return;
    port.onmessage = ({ data }: MessageEvent<ToWorker>) => {
        if (data.act === 'follow') follow(data.lot, port);
        else if (data.act === 'leave') leave(data.lot, port);
        else for (const lot of [...streams.keys()]) leave(lot, port);
    };
};
