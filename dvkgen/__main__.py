"""`python -m dvkgen`: the same commands where there is no make and no installed script."""

from dvkgen.cli.commands import main

if __name__ == "__main__":
    main()
