"""The rounds of `make bench`: run.py VITRINA SCRATCH N... prints name, value and unit, separated by tabs."""
import math, os, shutil, statistics, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
REFERENCE = 10000
HUGO_MOST = 10000
BYTES_EACH = 60000  # of output per programme, and as much again for the copy


def run(command, folder):
    """Wall seconds, peak memory in MB and standard error of a command, as the system accounts for it."""
    subprocess.run(["sync"], check=True)
    start = time.monotonic()
    with open(os.path.join(folder, "..", "stderr"), "w+") as errors:
        child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.monotonic() - start
        errors.seek(0)
        text = errors.read()
    if status:
        sys.exit(f"{' '.join(command)}: exit status {os.waitstatus_to_exitcode(status)}\n{text}")
    return seconds, usage.ru_maxrss / 1024, text


def programmes(folder, extension, name):
    """How many programmes have a file of this kind."""
    root = os.path.join(folder, "programas")
    return sum(os.path.isfile(os.path.join(root, p, name.format(p) + extension)) for p in os.listdir(root))


def text_of(page):
    """A page's words, without the difference between &quot; and &#34;."""
    with open(page, encoding="utf-8") as file:
        return file.read().replace("&#34;", "&quot;").split()


def check(out, hugo, count):
    pages = [programmes(out, ".html", "index"), programmes(out, ".csv", "{}"), programmes(out, ".json", "{}")]
    if hugo:
        pages += [programmes(hugo, ".html", "index"), programmes(hugo, ".csv", "datos"), programmes(hugo, ".json", "datos")]
        sample = os.path.join("programas", f"p-{count:06}", "index.html")
        if text_of(os.path.join(out, sample)) != text_of(os.path.join(hugo, sample)):
            sys.exit(f"the two pages {sample} differ")
    if pages != [count] * len(pages):
        sys.exit(f"counts of pages, CSV and JSON differ: {pages} instead of {count}")


def size(folder):
    return sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(folder) for name in names)


def phases(text):
    return {parts[1]: float(parts[2]) for parts in (line.split("\t") for line in text.splitlines()) if parts[0] == "timing"}


def measure(vitrina, scratch, count, runs):
    """Medians of several rounds with `count` programmes."""
    site, hugo_site = os.path.join(scratch, "site"), os.path.join(scratch, "hugo")
    out, copy, hugo_out = (os.path.join(scratch, name) for name in ("out", "copy", "hugo-out"))
    with_hugo = count <= HUGO_MOST and shutil.which("hugo")
    if shutil.disk_usage(scratch).free < count * BYTES_EACH * 3:
        sys.exit(f"not enough room on the disk for {count} programmes")
    shutil.copytree(os.path.join(HERE, "site"), site)
    shutil.copytree(os.path.join(HERE, "hugo"), hugo_site)
    os.makedirs(os.path.join(hugo_site, "content", "programas"))
    subprocess.run([os.path.join(scratch, "nation"), str(count), site] + ([hugo_site] if with_hugo else []), check=True)
    rounds = []
    for _ in range(runs):
        for old in (out, copy, hugo_out):
            shutil.rmtree(old, ignore_errors=True)
        build, peak, text = run([vitrina, "build", "--timings", "-o", out], site)
        copied, _, _ = run(["cp", "-r", out, copy], site)
        hugo = run(["hugo", "--quiet", "-d", hugo_out], hugo_site)[0] if with_hugo else None
        rounds.append((build, peak, copied, hugo, phases(text)))
        check(out, hugo_out if with_hugo else None, count)
    figures = {
        "pages": (sum(len([n for n in names if n.endswith(".html")]) for _, _, names in os.walk(out)), "pages"),
        "input_mb": (rounds[0][4]["input"] / 1e6, "MB"),
        "output_mb": (size(out) / 1e6, "MB"),
        "seconds": (statistics.median(r[0] for r in rounds), "s"),
        "peak_mb": (statistics.median(r[1] for r in rounds), "MB"),
        "build_over_cp": (statistics.median(r[0] / r[2] for r in rounds), "ratio"),
        "load_mb_per_s": (rounds[0][4]["input"] / 1e6 / statistics.median(r[4]["load"] for r in rounds), "MB/s"),
    }
    figures["pages_per_second"] = (figures["pages"][0] / figures["seconds"][0], "pages/s")
    if with_hugo:
        figures["hugo_over_build"] = (statistics.median(r[3] / r[0] for r in rounds), "ratio")
    for old in (site, hugo_site, out, copy, hugo_out):
        shutil.rmtree(old, ignore_errors=True)
    return figures


def tell(name, value, unit):
    print(f"{name}\t{value:.3f}\t{unit}" if isinstance(value, float) else f"{name}\t{value}\t{unit}", flush=True)


def main():
    vitrina, scratch, counts = sys.argv[1], sys.argv[2], sorted(int(n) for n in sys.argv[3:])
    runs = int(os.environ.get("BENCH_RUNS", "5"))
    seconds = {}
    for count in counts:
        figures = measure(vitrina, scratch, count, runs if count <= REFERENCE else min(runs, 3))
        seconds[count] = figures["seconds"][0]
        for name, (value, unit) in figures.items():
            tell(f"{name}@{count}", value, unit)
            if count == REFERENCE:
                tell(name, value, unit)
    if len(counts) > 1:
        small, large = counts[-2:]
        tell("growth_exponent", math.log(seconds[large] / seconds[small]) / math.log(large / small), "exponent")


if __name__ == "__main__":
    main()
