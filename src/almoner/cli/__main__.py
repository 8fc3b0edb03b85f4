from almoner.cli.program import main

main()
