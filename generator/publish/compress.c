#include "publish/compress.h"

#include "base/arena.h"
#include "base/buf.h"

#include <brotli/encode.h>
#include <zlib.h>

enum {
	GZIP_LEVEL = 9, GZIP_WINDOW = 15 + 16 /* the form of gzip */, GZIP_MEMORY = 8,
	BROTLI_QUALITY = 9, /* 11 gains a twentieth and takes ten times as long */
	PIECE = 64 << 10,
	COPIES = 2,
};

struct compress {
	struct sink sink; /* first: the sink is the compress */
	struct sink *under;
	struct compress_options options;
};

/* A file on its way in one form. */
struct packer {
	bool brotli;
	z_stream gzip;
	BrotliEncoderState *encoder;
	struct buf out;
	struct sink_stream *stream; /* where it goes on to, of a file in pieces */
};

struct sink_stream {
	struct compress *compress;
	struct sink_stream *under;
	struct packer packers[COPIES];
	size_t count;
};

bool compress_wants(struct str path)
{
	static const char *const endings[] = { ".html", ".css", ".js", ".mjs", ".json", ".jsonld", ".geojson", ".ndjson", ".csv", ".tsv",
		".txt", ".xml", ".atom", ".rss", ".svg", ".ttl", ".yaml", ".md", ".ics", ".webmanifest" };

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (str_ends(path, str_of(endings[i])))
			return true;
	return false;
}

static void *allocate(void *opaque, uInt count, uInt size)
{
	(void)opaque;
	return memory_resize(NULL, (size_t)count * size);
}

static void release(void *opaque, void *memory)
{
	(void)opaque;
	memory_free(memory);
}

static void *allocate_brotli(void *opaque, size_t size)
{
	(void)opaque;
	return memory_resize(NULL, size ? size : 1);
}

static void packer_start(struct packer *packer, bool brotli)
{
	*packer = (struct packer){ .brotli = brotli };
	if (brotli) {
		packer->encoder = BrotliEncoderCreateInstance(allocate_brotli, release, NULL);
		BrotliEncoderSetParameter(packer->encoder, BROTLI_PARAM_QUALITY, BROTLI_QUALITY);
		BrotliEncoderSetParameter(packer->encoder, BROTLI_PARAM_MODE, BROTLI_MODE_TEXT);
		return;
	}
	packer->gzip.zalloc = allocate;
	packer->gzip.zfree = release;
	deflateInit2(&packer->gzip, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY, Z_DEFAULT_STRATEGY);
}

static void feed_gzip(struct packer *packer, struct str bytes, bool last)
{
	z_stream *z = &packer->gzip;

	/* A piece at a time, since zlib counts in 32 bits. */
	do {
		struct str piece = str_part(bytes, 0, PIECE);
		bool end = last && piece.len == bytes.len;

		bytes = str_after(bytes, piece.len);
		z->next_in = (Bytef *)(uintptr_t)piece.at;
		z->avail_in = (uInt)piece.len;
		do {
			z->next_out = (Bytef *)buf_reserve(&packer->out, PIECE);
			z->avail_out = PIECE;
			deflate(z, end ? Z_FINISH : Z_NO_FLUSH);
			packer->out.len += PIECE - z->avail_out;
		} while (z->avail_out == 0);
	} while (bytes.len);
}

static void feed_brotli(struct packer *packer, struct str bytes, bool last)
{
	const uint8_t *next = (const uint8_t *)bytes.at;
	size_t left = bytes.len;

	do {
		uint8_t *to = (uint8_t *)buf_reserve(&packer->out, PIECE);
		size_t room = PIECE;

		BrotliEncoderCompressStream(packer->encoder, last ? BROTLI_OPERATION_FINISH : BROTLI_OPERATION_PROCESS, &left, &next,
			&room, &to, NULL);
		packer->out.len += PIECE - room;
	} while (left || BrotliEncoderHasMoreOutput(packer->encoder) || (last && !BrotliEncoderIsFinished(packer->encoder)));
}

static void feed(struct packer *packer, struct str bytes, bool last)
{
	if (packer->brotli)
		feed_brotli(packer, bytes, last);
	else
		feed_gzip(packer, bytes, last);
}

static void packer_end(struct packer *packer)
{
	if (packer->brotli)
		BrotliEncoderDestroyInstance(packer->encoder);
	else
		deflateEnd(&packer->gzip);
	buf_clear(&packer->out);
}

/* Starts what is asked for; returns how many. */
static size_t start_all(const struct compress *compress, struct packer *packers)
{
	size_t count = 0;

	if (compress->options.gzip)
		packer_start(&packers[count++], false);
	if (compress->options.brotli)
		packer_start(&packers[count++], true);
	return count;
}

static struct str copy_path(struct buf *path, struct str of, const struct packer *packer)
{
	buf_reset(path);
	buf_add(path, of);
	buf_add(path, packer->brotli ? STR(".br") : STR(".gz"));
	return buf_str(path);
}

static struct receipt put(struct sink *sink, struct str path, struct str bytes)
{
	const struct compress *compress = (const struct compress *)sink;
	struct packer packers[COPIES];
	struct buf name = { 0 };
	size_t count;

	if (bytes.len < compress->options.over || !compress_wants(path))
		return sink_put(compress->under, path, bytes);
	count = start_all(compress, packers);
	for (size_t i = 0; i < count; i++) {
		feed(&packers[i], bytes, true);
		sink_put(compress->under, copy_path(&name, path, &packers[i]), buf_str(&packers[i].out));
		packer_end(&packers[i]);
	}
	buf_clear(&name);
	return sink_put(compress->under, path, bytes);
}

static struct sink_stream *stream_open(struct sink *sink, struct str path)
{
	struct compress *compress = (struct compress *)sink;
	struct sink_stream *stream = memory_resize(NULL, sizeof *stream);
	struct buf name = { 0 };

	*stream = (struct sink_stream){ .compress = compress, .under = sink_open(compress->under, path) };
	stream->count = compress_wants(path) ? start_all(compress, stream->packers) : 0;
	for (size_t i = 0; i < stream->count; i++)
		stream->packers[i].stream = sink_open(compress->under, copy_path(&name, path, &stream->packers[i]));
	buf_clear(&name);
	return stream;
}

static void stream_feed(struct sink_stream *stream, struct str bytes, bool last)
{
	for (size_t i = 0; i < stream->count; i++) {
		struct packer *packer = &stream->packers[i];

		feed(packer, bytes, last);
		sink_write(stream->compress->under, packer->stream, buf_str(&packer->out));
		buf_reset(&packer->out);
	}
}

static void stream_write(struct sink_stream *stream, struct str bytes)
{
	sink_write(stream->compress->under, stream->under, bytes);
	stream_feed(stream, bytes, false);
}

static struct receipt stream_close(struct sink_stream *stream)
{
	struct receipt receipt;

	stream_feed(stream, STR(""), true);
	for (size_t i = 0; i < stream->count; i++) {
		sink_close(stream->compress->under, stream->packers[i].stream);
		packer_end(&stream->packers[i]);
	}
	receipt = sink_close(stream->compress->under, stream->under);
	memory_free(stream);
	return receipt;
}

struct compress *compress_new(struct sink *under, const struct compress_options *options)
{
	struct compress *compress = memory_resize(NULL, sizeof *compress);

	*compress = (struct compress){ { put, stream_open, stream_write, stream_close }, under, *options };
	return compress;
}

struct sink *compress_sink(struct compress *compress)
{
	return &compress->sink;
}

void compress_free(struct compress *compress)
{
	memory_free(compress);
}
