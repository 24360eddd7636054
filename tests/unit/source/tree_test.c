/* Trees from folders and revisions, made by git itself in a temporary folder: the same paths, the same bytes, and a clear message for
 * what can't be used. */
#include "source/tree.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

static char top[] = "/tmp/vitrina-tree-XXXXXX";
static struct diag *diag;

/* Runs a shell script in the temporary folder. */
static void sh(const char *script)
{
	struct buf command = { 0 };

	buf_printf(&command, "cd '%s' && export HOME='%s' GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a "
			     "GIT_COMMITTER_EMAIL=a@b GIT_AUTHOR_DATE='2013-12-31T18:00:00-0600' "
			     "GIT_COMMITTER_DATE='2013-12-31T18:00:00-0600'; set -e; %s", top, top, script);
	buf_byte(&command, '\0');
	assert_int_equal(system(command.at), 0);
	buf_clear(&command);
}

static struct str in_top(const char *name)
{
	static char path[256];

	snprintf(path, sizeof path, "%s/%s", top, name);
	return str_of(path);
}

static void expect_file(const struct tree *tree, const char *path, const char *bytes)
{
	const struct tree_file *file = tree_find(tree, str_of(path));
	struct tree_bytes held;

	if (!file)
		fail_msg("no %s in the tree", path);
	assert_true(tree_read(tree, file, &held, diag));
	assert_true(str_equal(held.bytes, str_of(bytes)));
	tree_release(&held);
}

static bool told(const char *rule)
{
	size_t count;
	const struct diag_message *const *messages = diag_messages(diag, &count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(messages[i]->rule, rule) == 0)
			return true;
	diag_print(diag, stderr, false, NULL, NULL);
	return false;
}

static int start(void **state)
{
	(void)state;
	diag = diag_new(LANG_EN);
	sh("rm -rf site bare.git linked plain; mkdir -p site/data/poa site/content site/other; cd site; git init -q -b main .; "
	   "echo 'title: T' > portal.yaml; printf 'a,b\\r\\n1,2\\r\\n' > data/poa/t.csv; echo uno > content/acerca.md; echo x > other/no; "
	   "ln -s ../data/poa/t.csv content/t.csv; echo '*.bak' > .gitignore; git add -A; git commit -qm 'First one'");
	return 0;
}

static int stop(void **state)
{
	(void)state;
	diag_free(diag);
	return 0;
}

static void expect_sources(const struct tree *tree)
{
	assert_non_null(tree);
	assert_int_equal(tree_count(tree), 4);
	assert_true(str_equal(tree_at(tree, 0)->path, STR("content/acerca.md")));
	expect_file(tree, "data/poa/t.csv", "a,b\r\n1,2\r\n");
	expect_file(tree, "content/t.csv", "a,b\r\n1,2\r\n");
	assert_int_equal(tree_origin(tree)->time, 1388534400);
	assert_int_equal(tree_origin(tree)->offset, -360);
	assert_int_equal(tree_origin(tree)->commit.len, 40);
	assert_true(str_equal(tree_origin(tree)->subject, STR("First one")));
	assert_false(tree_origin(tree)->dirty);
	assert_true(str_equal(tree_line((struct tree *)tree, STR("data/poa/t.csv"), 2), STR("1,2")));
	assert_true(str_equal(tree_line((struct tree *)tree, STR("data/poa/t.csv"), 1), STR("a,b")));
	assert_true(str_equal(tree_line((struct tree *)tree, STR("nowhere"), 1), STR("")));
}

static void folder_and_revision_agree(void **state)
{
	static const char *const revisions[][2] = { { "site", "HEAD" }, { "bare.git", "main" }, { "linked", "HEAD" }, { "site", "v1" } };
	struct tree *tree;

	(void)state;
	sh("cd site; git tag -a v1 -m v1; git gc -q; git clone -q --bare . ../bare.git; git worktree add -q --detach ../linked");
	tree = tree_open_folder(in_top("site"), diag);
	expect_sources(tree);
	tree_close(tree);
	tree = tree_open_folder(in_top("linked"), diag);
	expect_sources(tree);
	tree_close(tree);
	for (size_t i = 0; i < 4; i++) {
		tree = tree_open_revision(in_top(revisions[i][0]), str_of(revisions[i][1]), diag);
		expect_sources(tree);
		tree_close(tree);
	}
	assert_int_equal(diag_worst(diag), DIAG_NONE);
	sh("cd site; git worktree remove --force ../linked");
}

static void knows_changes(void **state)
{
	struct tree *tree;

	(void)state;
	sh("cd site; echo n > content/new.bak; echo y > other/no");
	tree = tree_open_folder(in_top("site"), diag);
	assert_false(tree_origin(tree)->dirty);
	assert_int_equal(tree_count(tree), 4);
	tree_close(tree);
	sh("cd site; echo n > content/new.md");
	tree = tree_open_folder(in_top("site"), diag);
	assert_true(tree_origin(tree)->dirty);
	assert_int_equal(tree_count(tree), 5);
	tree_close(tree);
}

static void below_a_repository(void **state)
{
	struct tree *tree;

	(void)state;
	sh("mkdir -p site/sub/content; cd site/sub; echo dos > content/a.md; git add -A; git commit -qm Sub");
	tree = tree_open_folder(in_top("site/sub"), diag);
	assert_int_equal(tree_count(tree), 1);
	assert_false(tree_origin(tree)->dirty);
	tree_close(tree);
	tree = tree_open_revision(in_top("site/sub"), STR("HEAD"), diag);
	expect_file(tree, "content/a.md", "dos\n");
	tree_close(tree);
	assert_null(tree_open_revision(in_top("site/sub"), STR("HEAD~1"), diag));
	assert_true(told("repository"));
}

static void plain_folder(void **state)
{
	struct tree *tree;

	(void)state;
	sh("mkdir -p plain/content; echo x > plain/content/a.md");
	tree = tree_open_folder(in_top("plain"), diag);
	expect_file(tree, "content/a.md", "x\n");
	assert_false(tree_origin(tree)->repository);
	assert_true(told("no-repository"));
	tree_close(tree);
	assert_null(tree_open_revision(in_top("plain"), STR("main"), diag));
	assert_int_equal(diag_worst(diag), DIAG_ERROR);
	assert_null(tree_open_folder(in_top("missing"), diag));
	assert_int_equal(diag_worst(diag), DIAG_FAILURE);
}

static void ignored_folder_is_plain(void **state)
{
	struct tree *tree;

	(void)state;
	sh("cd site; echo 'tmp/' >> .gitignore; mkdir -p tmp/in/content; echo z > tmp/in/content/a.md");
	tree = tree_open_folder(in_top("site/tmp/in"), diag);
	expect_file(tree, "content/a.md", "z\n");
	assert_false(tree_origin(tree)->repository);
	tree_close(tree);
}

static void refuses_links_that_leave(void **state)
{
	struct tree *tree;

	(void)state;
	sh("cd site/content; ln -s /etc/passwd p.md; ln -s ../../../x q.md; ln -s loop.md loop.md; ln -s ../data d; git add -A; git commit -qm L");
	tree = tree_open_folder(in_top("site"), diag);
	assert_int_equal(tree_count(tree), 4);
	assert_int_equal(diag_count(diag, DIAG_ERROR), 4);
	tree_close(tree);
	tree = tree_open_revision(in_top("site"), STR("HEAD"), diag);
	assert_int_equal(tree_count(tree), 4);
	assert_int_equal(diag_count(diag, DIAG_ERROR), 8);
	assert_true(told("symbolic-link"));
	tree_close(tree);
}

static void refuses_what_is_no_file(void **state)
{
	struct tree *tree;
	struct tree_bytes bytes;

	(void)state;
	sh("mkfifo site/data/poa/pipe.csv; mkdir -p site/data/other; cd site/data/other; git init -q .; git commit -q --allow-empty -m s; cd ../..; "
	   "printf 'version https://git-lfs.github.com/spec/v1\\noid sha256:00\\nsize 1\\n' > data/poa/big.csv; "
	   "touch \"$(printf 'content/\\351.md')\"; git add data/other content 2>/dev/null; git commit -qm S");
	tree = tree_open_folder(in_top("site"), diag);
	assert_true(told("special-file"));
	assert_true(told("submodule"));
	assert_true(told("file-name"));
	assert_false(tree_read(tree, tree_find(tree, STR("data/poa/big.csv")), &bytes, diag));
	assert_true(told("lfs-pointer"));
	tree_close(tree);
	diag_free(diag);
	diag = diag_new(LANG_ES);
	tree = tree_open_revision(in_top("site"), STR("HEAD"), diag);
	assert_true(told("submodule"));
	tree_close(tree);
}

static void tells_states(void **state)
{
	struct tree *tree;

	(void)state;
	sh("cd site; for i in 1 2 3; do git commit -q --allow-empty -m $i; done; rm -rf ../plain ../bare.git; "
	   "git clone -q --depth 1 \"file://$PWD\" ../plain; git init -q --bare ../bare.git");
	tree = tree_open_folder(in_top("plain"), diag);
	assert_true(tree_origin(tree)->shallow);
	assert_true(told("shallow-clone"));
	tree_close(tree);
	assert_null(tree_open_folder(in_top("bare.git"), diag));
	assert_true(told("bare-repository"));
	assert_null(tree_open_revision(in_top("site"), STR("nothing"), diag));
	assert_true(told("unknown-revision"));
	sh("rm -rf plain; mkdir plain; cd plain; git init -q .");
	tree = tree_open_folder(in_top("plain"), diag);
	assert_true(told("no-commit"));
	tree_close(tree);
}

static void tells_damage(void **state)
{
	struct tree *tree;
	struct tree_bytes bytes;

	(void)state;
	sh("cd site; f=$(git rev-parse HEAD:data/poa/t.csv | sed 's,..,&/,'); chmod u+w .git/objects/$f; echo broken > .git/objects/$f");
	tree = tree_open_revision(in_top("site"), STR("HEAD"), diag);
	if (tree && tree_find(tree, STR("data/poa/t.csv")))
		assert_false(tree_read(tree, tree_find(tree, STR("data/poa/t.csv")), &bytes, diag));
	assert_int_equal(diag_worst(diag), DIAG_FAILURE);
	tree_close(tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(folder_and_revision_agree, start, stop), cmocka_unit_test_setup_teardown(knows_changes, start, stop),
		cmocka_unit_test_setup_teardown(below_a_repository, start, stop), cmocka_unit_test_setup_teardown(plain_folder, start, stop),
		cmocka_unit_test_setup_teardown(ignored_folder_is_plain, start, stop),
		cmocka_unit_test_setup_teardown(refuses_links_that_leave, start, stop),
		cmocka_unit_test_setup_teardown(refuses_what_is_no_file, start, stop), cmocka_unit_test_setup_teardown(tells_states, start, stop),
		cmocka_unit_test_setup_teardown(tells_damage, start, stop),
	};
	int failed;

	if (!mkdtemp(top))
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	sh("cd /; rm -rf \"$HOME\"");
	return failed;
}
